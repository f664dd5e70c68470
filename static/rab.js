// Comfort only: what is left of the pagu, while one types. The server counts by itself when the row is saved, and its answer is
// the truth; here are the same rules (rt/angka.py, anggaran hitung_jumlah), in BigInt, so that not one rupiah differs.
// [data-sisa=rupiah left without this row] beside [data-total=rupiah of all other rows]; the form [data-baris] has [data-harga]
// and may have [data-volume] and [data-sumber] (only "program" counts).
"use strict";

(() => {
  const BULAT = "[1-9][0-9]{0,2}(?:\\.[0-9]{3})+|[0-9]+";
  const VOLUME = new RegExp(`^(${BULAT})(?:,([0-9]{1,3}))?$`);
  const RUPIAH = new RegExp(`^(${BULAT})(?:,0{1,2}|[,.]\\s?[-–—]+)?$`);

  const rapi = (teks) => teks.replace(/\p{Cf}/gu, "").replace(/\u00a0/g, " ").trim();
  const bulat = (teks) => BigInt(teks.replace(/\./g, ""));

  // Thousandths ("2,5" -> 2500n), or null for what the server will ask about.
  function bacaVolume(teks) {
    const cocok = VOLUME.exec(rapi(teks));
    const nilai = cocok && bulat(cocok[1]) * 1000n + BigInt((cocok[2] || "").padEnd(3, "0"));
    return nilai || null;
  }

  function bacaRupiah(teks) {
    const cocok = RUPIAH.exec(rapi(teks).replace(/^rp\.?\s*/i, ""));
    return cocok && bulat(cocok[1]);
  }

  const tulis = (nilai) => `Rp${(nilai < 0n ? -nilai : nilai).toString().replace(/\B(?=(\d{3})+$)/g, ".")}`;

  const bilah = document.querySelector("[data-sisa]");
  const baris = document.querySelector("[data-baris]");
  if (!bilah || !baris) return;
  const [harga, volume, sumber] = ["harga", "volume", "sumber"].map((nama) => baris.querySelector(`[data-${nama}]`));
  if (!harga) return;

  const total = document.querySelector("[data-total]");
  const kata = document.querySelector("[data-lebih]"); // read out, and not at every key
  const jumlah = document.createElement("p");
  jumlah.className = "jumlah-baris";
  if (volume) harga.closest(".isian").after(jumlah);
  let tunggu;

  // Whole rupiah of the row, half up; null while something cannot be read.
  function nilaiBaris() {
    const [v, h] = [volume ? bacaVolume(volume.value) : 1000n, bacaRupiah(harga.value)];
    return v === null || h === null ? null : (v * h + 500n) / 1000n;
  }

  function hitung() {
    const nilai = nilaiBaris();
    const terhitung = nilai !== null && (!sumber || sumber.value === "program") ? nilai : 0n;
    const sisa = BigInt(bilah.dataset.sisa) - terhitung;
    const lebih = sisa < 0n;
    bilah.textContent = (lebih ? "lebih " : "") + tulis(sisa);
    if (total) total.textContent = tulis(BigInt(total.dataset.total) + terhitung);
    bilah.closest(".bilah-sisa").classList.toggle("lewat", lebih);
    const terisi = harga.value.trim() && (!volume || volume.value.trim());
    jumlah.textContent = nilai !== null ? `Jumlah baris ini ${tulis(nilai)}` : terisi ? "Jumlah belum bisa dihitung: periksa penulisan volume dan harga." : "";
    clearTimeout(tunggu);
    tunggu = setTimeout(() => { if (kata) kata.textContent = lebih ? `Melebihi pagu sebesar ${tulis(sisa)}` : ""; }, 800);
  }

  baris.addEventListener("input", hitung);
  addEventListener("pageshow", hitung); // also after "back", when the browser has put the old typing in again
})();
