// The page without signal: the form of an expense, filled with what the phone kept of the last look at the buku kas.
"use strict";
addEventListener("DOMContentLoaded", async () => {
  const { el } = Luring, form = document.getElementById("belanja_luring"), kosong = document.getElementById("tanpa_bekal");
  const [, alamat] = location.pathname.match(/^\/usulan\/(\d+)\//) || [];
  let semua = [];
  try { semua = await Luring.bekal(); } catch { /* no store: the sentence below says what to do */ }
  const pilihan = document.getElementById("id_usulan");
  kosong.hidden = semua.length > 0;
  form.hidden = !semua.length;
  if (!semua.length) return;

  const butir = (daftar) => daftar.map(([nilai, label]) => el("option", { value: nilai }, label));
  function pakai(id) {
    const bekal = semua.find((b) => String(b.usulan) === id) || semua[0];
    pilihan.value = bekal.usulan;
    form.action = bekal.kirim;
    form.elements.baris_rab.replaceChildren(el("option", { value: "" }, "Pilih baris RAB"), ...bekal.baris_rab.map(([label, daftar]) => el("optgroup", { label }, ...butir(daftar))));
    form.elements.tarif.replaceChildren(el("option", { value: "" }, "Tidak ada pajak"),
      ...bekal.tarif.map(([nilai, label, per]) => el("option", { value: nilai, "data-per-sepuluh-ribu": per }, label)));
    const pada = new Date(bekal.pada).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" });
    document.getElementById("bekal_pada").textContent = `${bekal.nama}. Sisa RAB dan saldo menurut keadaan ${pada}.`;
    document.getElementById("bekal_saldo").textContent = bekal.saldo.replace("Saldo sekarang", "Saldo waktu itu");
  }
  pilihan.replaceChildren(...butir(semua.map((b) => [b.usulan, b.nama])));
  pilihan.closest(".isian").hidden = semua.length === 1;
  pilihan.addEventListener("change", () => pakai(pilihan.value));
  form.addEventListener("reset", () => { const tetap = pilihan.value; setTimeout(() => pakai(tetap)); });
  pakai(alamat);
  addEventListener("online", () => { document.getElementById("sinyal_kembali").hidden = false; });
  const hari = new Date();
  form.elements.tanggal.defaultValue = `${hari.getFullYear()}-${String(hari.getMonth() + 1).padStart(2, "0")}-${String(hari.getDate()).padStart(2, "0")}`;
  form.elements.token.value = Luring.uuid();
  form.dispatchEvent(new Event("siap"));
});
