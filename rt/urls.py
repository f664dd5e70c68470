app_name = "rt"
urlpatterns = []
