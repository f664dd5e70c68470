"""Which life falls to which RT: most go by the calendar, some are slow, stuck, returned, refused or gone."""

from laporan.demo.perjalanan import G, Nasib, T

RT, KEL, DIN, UANG = G.RT, G.KELURAHAN, G.DPMPPA, G.KEUANGAN

# Shares in 1/1000 of a Kelompok. A state only holds those whose calendar has brought them there.
MACET = {
    "A": (
        (35, T.LPJ, RT, ""), (30, T.LPJ, KEL, ""), (35, T.LPJ, DIN, ""), (15, T.LPJ, RT, KEL), (10, T.LPJ, RT, DIN),
        (6, T.SERAH_TERIMA, KEL, ""), (6, T.SERAH_TERIMA, RT, ""), (4, T.SERAH_TERIMA, RT, KEL),
        (5, T.PELAKSANAAN, RT, ""),
    ),
    "B": (
        (6, T.SOSIALISASI, DIN, ""), (8, T.REMBUK, RT, ""), (8, T.REMBUK, KEL, ""), (4, T.REMBUK, RT, KEL),
        (10, T.POKJA, RT, ""), (12, T.POKJA, KEL, ""), (6, T.POKJA, RT, KEL),
        (8, T.PEMETAAN, RT, ""), (10, T.PEMETAAN, KEL, ""), (5, T.PEMETAAN, RT, KEL),
        (8, T.RENJA, RT, ""), (10, T.RENJA, KEL, ""), (5, T.RENJA, RT, KEL),
        (15, T.PROPOSAL, RT, ""), (25, T.VERIFIKASI, KEL, ""), (15, T.VERIFIKASI, RT, KEL),
        (25, T.PENETAPAN, DIN, ""), (10, T.PENETAPAN, RT, DIN),
        (30, T.PENCAIRAN, KEL, ""), (20, T.PENCAIRAN, UANG, ""), (3, T.PENCAIRAN, UANG, "selisih"),
        (12, T.PENCAIRAN, RT, ""),
    ),
}  # fmt: skip
# (share, state it ends from, the step that ends it)
AKHIR = (
    (7, (T.REMBUK, KEL, ""), "terima_mundur"),
    (3, (T.POKJA, RT, ""), "mundur"),
    (2, (T.RENJA, RT, ""), "mundur"),
    (2, (T.PENCAIRAN, KEL, ""), "mundur"),
    (10, (T.PENETAPAN, DIN, ""), "tolak"),
)
# Days: a queue holds the papers of yesterday as well as those of last month.
TUNDA_TERLAMA = {"A": 140, "B": 48}
PELUANG_MENUNGGU_LURAH = 0.25

# Kenali Besar, where the demo accounts work: every account finds something to do.
KODE_KENALI_BESAR = "15.71.09.1001"
NOMOR_KETUART, NOMOR_KETUART2 = 3, 5
KENALI_BESAR = {
    1: Nasib(),
    2: Nasib(geser=-1),
    3: Nasib((T.REMBUK, RT, "")),
    4: Nasib((T.LPJ, KEL, ""), tunda=105),
    5: Nasib((T.PELAKSANAAN, RT, "")),
    6: Nasib((T.PENCAIRAN, KEL, ""), tunda=12),
    7: Nasib((T.VERIFIKASI, KEL, ""), tunda=35),
    8: Nasib((T.LPJ, DIN, ""), tunda=100),
    9: Nasib((T.PENCAIRAN, UANG, ""), tunda=14),
    10: Nasib((T.LPJ, RT, KEL), tunda=95),
    11: Nasib(),
    12: Nasib((T.REMBUK, KEL, ""), akhir="terima_mundur"),
    13: Nasib((T.POKJA, KEL, ""), tunda=50),
    14: Nasib((T.LPJ, RT, "")),
    15: Nasib((T.VERIFIKASI, RT, KEL), tunda=38),
    16: Nasib((T.PENCAIRAN, KEL, ""), tunda=16, tanda_tangan=True),
    17: Nasib((T.SERAH_TERIMA, KEL, ""), tunda=110),
}


def nasib_untuk(kode_kelurahan, nomor, kelompok, acak):
    """The Nasib of one RT; the same RT has the same one at every load."""
    if kode_kelurahan == KODE_KENALI_BESAR and nomor in KENALI_BESAR:
        return KENALI_BESAR[nomor]
    geser = _geser(acak)
    undian = acak.randrange(1000)
    for bagian, macet, akhir in AKHIR:
        if undian < bagian:
            return Nasib(macet, akhir, geser)
        undian -= bagian
    for bagian, *macet in MACET[kelompok]:
        if undian < bagian:
            macet = tuple(macet)
            menunggu = macet == (T.PENCAIRAN, KEL, "") and acak.random() < PELUANG_MENUNGGU_LURAH
            tunda = acak.uniform(0, TUNDA_TERLAMA[kelompok])
            return Nasib(macet, geser=geser, tunda=tunda, tanda_tangan=menunggu)
        undian -= bagian
    return Nasib(geser=geser)


def _geser(acak):
    """Days behind the calendar: seven in ten keep it, one in ten is weeks behind."""
    undian = acak.random()
    if undian < 0.72:
        return acak.uniform(-2, 2)
    return acak.uniform(3, 10) if undian < 0.90 else acak.uniform(11, 28)
