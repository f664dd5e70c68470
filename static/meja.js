// Comfort only: the checker's desk by keyboard. No key decides by itself: "t" points at the button, Enter presses it.
// Never while something is typed, never with Ctrl, Alt or Meta; off by the button, and it stays off (WCAG 2.1.4).
// Queue: [data-meja-baris] is the link of a row. Check page: form[data-meja-putusan] with [data-terima], [data-kembalikan].
"use strict";

(() => {
  const kotak = document.querySelector("[data-pintasan]");
  if (!kotak) return;
  const [kata, tombol, kabar, daftar] = ["kata", "tombol", "kabar", "daftar"].map((nama) => kotak.querySelector(`[data-pintasan-${nama}]`));
  const form = document.querySelector("[data-meja-putusan]");
  const KUNCI = "pintasan-meja";

  // A browser that keeps nothing simply begins with the shortcuts on.
  let mati = false;
  try { mati = localStorage.getItem(KUNCI) === "mati"; } catch { /* on */ }
  function gambar() {
    kata.hidden = mati;
    tombol.textContent = mati ? "Nyalakan pintasan papan ketik" : "Matikan pintasan";
    tombol.setAttribute("aria-pressed", String(!mati));
  }
  tombol.addEventListener("click", () => {
    mati = !mati;
    try { localStorage.setItem(KUNCI, mati ? "mati" : "hidup"); } catch { /* for this page only */ }
    gambar();
  });
  gambar();
  kotak.hidden = false;

  const mengetik = (unsur) => unsur.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

  function tuju(unsur, pesan) {
    if (!unsur) return;
    const lipat = unsur.closest("details");
    if (lipat) lipat.open = true;
    unsur.focus();
    unsur.scrollIntoView({ block: "nearest" });
    kabar.textContent = pesan || "";
  }

  // --- the queue ---
  const baris = () => [...document.querySelectorAll("[data-meja-baris]")];
  const iniBaris = () => document.activeElement.closest("tr")?.querySelector("[data-meja-baris]");
  function pindah(langkah) {
    const semua = baris();
    const di = semua.indexOf(iniBaris());
    tuju(semua[di < 0 ? (langkah > 0 ? 0 : semua.length - 1) : Math.min(Math.max(di + langkah, 0), semua.length - 1)]);
  }
  function centang() {
    const kotakBaris = iniBaris()?.closest("tr").querySelector("input[type=checkbox]");
    if (kotakBaris) kotakBaris.click();
  }

  // --- the check page ---
  function terima() {
    const tombolTerima = form.querySelector("[data-terima]");
    const belum = [...form.querySelectorAll("[name^=nilai_tanda_][value=tutup]")]
      .find((pilihan) => !form.querySelector(`[name="${pilihan.name}"]:checked`));
    if (belum) return tuju(belum, "Nilai dulu yang ditandai waktu lalu.");
    if (!tombolTerima || tombolTerima.disabled) return tuju(form.querySelector("[data-kembalikan]"), "Belum bisa diteruskan.");
    const semua = form.querySelector("[name=semua_sesuai]");
    if (semua) semua.checked = true;
    // What the step itself needs (the SK) comes before its button.
    const kosong = [...form.querySelectorAll("[name=sk_nomor], [name=sk_tanggal]")].find((isian) => !isian.value);
    tuju(kosong || tombolTerima, kosong ? "" : `${tombolTerima.textContent}: tekan Enter untuk menyimpan.`);
  }
  function kembalikan() {
    tuju(form.querySelector("[type=radio][value=tetap], [type=radio][value=perbaiki]") || form.querySelector("[data-kembalikan]"));
  }

  // What is marked needs its reason: the fold beside it opens.
  form?.addEventListener("change", (e) => {
    const lipat = (e.target.closest("label.centang") || e.target.closest(".isian"))?.nextElementSibling;
    const menandai = e.target.type === "checkbox" || ["perbaiki", "tetap"].includes(e.target.value);
    if (menandai && e.target.checked && lipat?.matches("details")) lipat.open = true;
  });

  const PINTASAN = form
    ? { t: terima, k: kembalikan, n: () => document.querySelector("[data-berikutnya]")?.click() }
    : { j: () => pindah(1), k: () => pindah(-1), x: centang };
  PINTASAN["?"] = () => daftar.showModal();

  addEventListener("keydown", (e) => {
    if (mati || e.defaultPrevented || e.repeat && !"jk".includes(e.key) || e.ctrlKey || e.altKey || e.metaKey || daftar.open) return;
    if (!Object.hasOwn(PINTASAN, e.key) || mengetik(e.target)) return;
    e.preventDefault();
    PINTASAN[e.key]();
  });
})();
