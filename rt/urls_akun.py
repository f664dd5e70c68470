"""Signing in and out, without a namespace: settings and base.html name these."""

urlpatterns = []
