// Comfort only: every page works without this file. The server guards double sends and ceilings by itself.
"use strict";

// 1. One press, one send. The button comes back after "back", or when the line stalls. Opt out (downloads): form[data-boleh-ulang].
function lepas(form) {
  delete form.dataset.terkirim;
  form.querySelectorAll("[data-ditahan]").forEach((b) => { b.disabled = false; delete b.dataset.ditahan; });
}
addEventListener("submit", (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.method !== "post" || "bolehUlang" in form.dataset) return;
  if (form.dataset.terkirim) return e.preventDefault();
  form.dataset.terkirim = "1";
  setTimeout(() => { // later, so that the pressed button's own name and value are sent
    form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((b) => { b.disabled = true; b.dataset.ditahan = ""; });
  });
  setTimeout(() => lepas(form), 30000);
});
addEventListener("pageshow", () => { document.querySelectorAll("form[data-terkirim]").forEach(lepas); hitung(); });

// 2. Remaining pagu. [data-sisa=rupiah left without this page's rows]; each [data-baris] has [data-harga] and may have
// [data-volume] and [data-sumber] (only "program" counts). What cannot be read is left to the server.
function rupiah(teks) {
  const t = teks.trim().replace(/^rp\.?\s*/i, "").replace(/,00$/, "");
  return /^(\d+|\d{1,3}(\.\d{3})+)$/.test(t) ? Number(t.replace(/\./g, "")) : 0;
}
function angka(isian) { // "1,5" and, in a number box, "1.5"; a dot typed in a text box parts thousands
  const t = isian.value.trim();
  return Number(isian.type === "number" ? t : t.replace(/\./g, "").replace(",", "."));
}
function hitung() {
  document.querySelectorAll("[data-sisa]").forEach((el) => {
    let sisa = Number(el.dataset.sisa);
    document.querySelectorAll("[data-baris]").forEach((baris) => {
      const [harga, volume, sumber] = ["harga", "volume", "sumber"].map((n) => baris.querySelector(`[data-${n}]`));
      if (!harga || baris.querySelector("[name$=-DELETE]:checked") || (sumber && sumber.value.toLowerCase() !== "program")) return;
      const v = volume ? Math.round(angka(volume) * 1000) || 0 : 1000;
      sisa -= Math.floor((v * rupiah(harga.value) + 500) / 1000);
    });
    el.textContent = (sisa < 0 ? "lebih Rp" : "Rp") + Math.abs(sisa).toLocaleString("id-ID");
    el.closest(".bilah-sisa")?.classList.toggle("lewat", sisa < 0);
  });
}
addEventListener("input", (e) => { if (e.target.closest("[data-baris]")) hitung(); });

// 3. Tick all rows of a table: the box is hidden until this file shows it.
document.querySelectorAll("[data-pilih-semua]").forEach((semua) => {
  const kotak = () => [...semua.closest("table").querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];
  semua.hidden = false;
  semua.addEventListener("change", () => kotak().forEach((k) => { k.checked = semua.checked; }));
});
