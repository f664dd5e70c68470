from django.conf import settings


def kerangka(request):
    return {"demo": settings.KAMPUNG_DEMO, "menu": []}
