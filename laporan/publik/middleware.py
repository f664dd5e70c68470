AWAL = "/publik/"


class TanpaKuki:
    """The public pages know nobody: no cookie reaches them, none leaves them, so any cache may keep them for all.

    Stands before the session: what does not depend on a cookie need not say that it does.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(AWAL):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        vary = [nama for nama in response.get("Vary", "").split(", ") if nama and nama != "Cookie"]
        if vary:
            response["Vary"] = ", ".join(vary)
        else:
            response.headers.pop("Vary", None)
        return response
