app_name = "anggaran"
urlpatterns = []
