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
addEventListener("pageshow", () => { document.querySelectorAll("form[data-terkirim]").forEach(lepas); });

// 2. Tick all rows of a table: the box is hidden until this file shows it.
document.querySelectorAll("[data-pilih-semua]").forEach((semua) => {
  const kotak = () => [...semua.closest("table").querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];
  semua.hidden = false;
  semua.addEventListener("change", () => kotak().forEach((k) => { k.checked = semua.checked; }));
});

// 3. "/" leads to the search box, but not while something is being typed.
addEventListener("keydown", (e) => {
  const kotak = document.getElementById("cari_cepat");
  if (e.key !== "/" || !kotak || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
  e.preventDefault();
  const menu = document.querySelector(".kepala .buka"); // on a phone the box is folded away with the menu
  if (menu) menu.open = true;
  kotak.focus();
});
