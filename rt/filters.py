import django_filters
from django.db.models import Exists, OuterRef, Q

from rt.models import Kelurahan, Pengguna, Penugasan, Peran


class PenggunaFilter(django_filters.FilterSet):
    """What the address bar of /pengguna/ may ask: ?q=, ?peran=, ?kelurahan=, ?keadaan=."""

    KEADAAN = (("aktif", "Aktif"), ("belum", "Belum pernah masuk"), ("nonaktif", "Nonaktif"))

    q = django_filters.CharFilter(label="Cari nama atau nama pengguna", method="saring_q")
    peran = django_filters.ChoiceFilter(label="Peran", choices=Peran.choices, empty_label="Semua")
    kelurahan = django_filters.ModelChoiceFilter(
        label="Kelurahan tugas",
        queryset=Kelurahan.objects.nyata().order_by("nama"),
        empty_label="Semua",
        method="saring_kelurahan",
    )
    keadaan = django_filters.ChoiceFilter(
        label="Keadaan akun", choices=KEADAAN, empty_label="Semua", method="saring_keadaan"
    )

    class Meta:
        model = Pengguna
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"

    def saring_q(self, daftar, nama, nilai):
        for kata in nilai.split()[:10]:
            daftar = daftar.filter(Q(nama__icontains=kata) | Q(username__icontains=kata))
        return daftar

    def saring_kelurahan(self, daftar, nama, kelurahan):
        """People with a Penugasan in force in that kelurahan or one of its RT."""
        di_sana = Penugasan.objects.aktif().filter(pengguna=OuterRef("pk"))
        return daftar.filter(Exists(di_sana.filter(Q(kelurahan=kelurahan) | Q(rt__kelurahan=kelurahan))))

    def saring_keadaan(self, daftar, nama, nilai):
        if nilai == "nonaktif":
            return daftar.filter(is_active=False)
        return daftar.filter(is_active=True, **({"last_login__isnull": True} if nilai == "belum" else {}))
