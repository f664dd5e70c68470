// Forms that survive a lost signal: form[data-luring=catat] is one note, form[data-luring=berkas] any number of photos.
// Without this file they are sent as every other form.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const { el } = Luring;
  const rupiah = (n) => `Rp${n.toLocaleString("id-ID")}`;
  const bacaRupiah = (teks) => {
    const t = teks.trim().replace(/^rp\.?\s*/i, "").replace(/,00$/, "");
    return /^(\d+|\d{1,3}(\.\d{3})+)$/.test(t) ? Number(t.replace(/\./g, "")) : null;
  };
  const pasang = (isian, daftar) => { // file input <- files; false where the browser cannot
    try {
      const wadah = new DataTransfer();
      daftar.forEach((b) => wadah.items.add(b));
      isian.files = wadah.files;
      return true;
    } catch { return false; }
  };

  // 1. The photo: camera first, then made small and shown
  function siapkanFoto(form) {
    const isian = form.querySelector("input[type=file]");
    if (!isian) return;
    const terima = isian.accept, pratinjau = el("figure", { class: "pratinjau", hidden: true });
    const pilih = (kamera) => {
      isian.accept = kamera ? "image/*" : terima;
      kamera ? isian.setAttribute("capture", "environment") : isian.removeAttribute("capture");
      isian.click();
    };
    isian.classList.add("hanya-pembaca");
    isian.tabIndex = -1;
    const kamera = matchMedia("(pointer: coarse)").matches;
    isian.before(el("span", { class: "aksi" },
      kamera ? el("button", { type: "button", class: "tombol tombol-kamera", onclick: () => pilih(true) }, "Ambil foto") : "",
      el("button", { type: "button", class: "tombol", onclick: () => pilih(false) }, kamera ? "Pilih dari galeri atau PDF" : "Pilih foto atau PDF")));
    isian.after(pratinjau);
    const tampilkan = (berkas) => {
      pratinjau.querySelectorAll("img").forEach((g) => URL.revokeObjectURL(g.src));
      pratinjau.hidden = !berkas;
      if (!berkas) return pratinjau.replaceChildren();
      const kata = `${berkas.name}, ${Math.max(1, Math.round(berkas.size / 1024)).toLocaleString("id-ID")} KB`;
      const gambar = berkas.type.startsWith("image/") && el("img", { src: URL.createObjectURL(berkas), alt: "Foto yang akan dikirim" });
      return pratinjau.replaceChildren(gambar || "", el("figcaption", { class: "bantuan" }, kata));
    };
    isian.addEventListener("change", () => {
      form.siapFoto = (async () => {
        const asli = isian.files[0];
        if (!asli) return tampilkan(null);
        const kecil = await LuringFoto.kecilkan(asli);
        if (isian.files[0] === asli && kecil !== asli) pasang(isian, [kecil]);
        return tampilkan(isian.files[0]);
      })();
    });
    form.addEventListener("reset", () => tampilkan(null));
  }

  // 2. What the shop gets: the nota without the tax
  function siapkanNeto(form) {
    const { nilai, tarif, pajak } = form.elements;
    if (!nilai || !tarif || !pajak) return;
    const neto = el("p", { class: "neto", role: "status" });
    pajak.closest(".isian").after(neto);
    const hitung = () => {
      const kotor = bacaRupiah(nilai.value), per = Number(tarif.selectedOptions[0]?.dataset.perSepuluhRibu || 0);
      const potong = pajak.value.trim() ? bacaRupiah(pajak.value) : kotor === null ? null : Math.floor((kotor * per) / 10000);
      const ada = kotor !== null && potong !== null && potong <= kotor;
      neto.textContent = ada ? `Dibayar ke toko ${rupiah(kotor - potong)}${potong ? ` (nota ${rupiah(kotor)}, pajak ${rupiah(potong)})` : ""}` : "";
    };
    form.addEventListener("input", hitung);
    form.addEventListener("reset", () => setTimeout(hitung));
    hitung();
  }

  // 3. Sending a note: kept first, then sent; what the server says is shown in place
  function bersihkan(form) {
    form.parentNode.querySelectorAll(".kabar-luring").forEach((e) => e.remove());
    form.querySelectorAll(".galat-luring").forEach((e) => e.remove());
    form.querySelectorAll(".isian-galat").forEach((e) => e.classList.remove("isian-galat"));
    form.querySelectorAll("[aria-invalid]").forEach((e) => e.removeAttribute("aria-invalid"));
  }
  function kabari(form, kelas, ...isi) {
    const kabar = el("div", { class: `kabar-luring ${kelas}`, role: "alert", tabindex: "-1" }, ...isi);
    form.before(kabar);
    kabar.focus();
  }
  const isianDari = (form, nama) => { const e = form.elements[nama]; return e instanceof RadioNodeList ? e[0] : e; };
  function tolak(form, { pesan = [], galat = {}, tanya = [], isian = {} }) {
    bersihkan(form);
    Object.entries(isian).forEach(([nama, nilai]) => { if (form.elements[nama]) form.elements[nama].value = nilai; });
    if (isian.bukti_id) fotoSudahAda(form);
    const utama = form.querySelector(".tombol-utama");
    utama.dataset.kata ??= utama.textContent;
    utama.textContent = tanya.length ? "Tetap catat" : utama.dataset.kata;
    Object.entries(galat).forEach(([nama, daftar]) => {
      const satu = isianDari(form, nama), kotak = satu?.closest(".isian");
      if (!kotak || satu.type === "hidden") return;
      kotak.classList.add("isian-galat");
      satu.setAttribute("aria-invalid", "true");
      const label = kotak.querySelector("label, legend");
      label.after(el("ul", { class: "errorlist galat-luring" }, ...daftar.map((g) => el("li", {}, g))));
    });
    if (tanya.length) return kabari(form, "pesan warning", el("p", {}, el("b", {}, "Belum dicatat. Lihat dulu:")), el("ul", {}, ...tanya.map((t) => el("li", {}, t))),
      el("p", {}, "Bila keliru, perbaiki isian di bawah. Bila memang benar, misalnya satu nota untuk dua baris RAB, tekan Tetap catat."));
    return kabari(form, "ringkasan-galat", el("h2", {}, "Belum tercatat. Perbaiki dulu:"), el("ul", {}, ...pesan.map((p) => el("li", {}, p))));
  }
  function fotoSudahAda(form) {
    const foto = form.elements.foto;
    if (!foto) return;
    foto.required = false;
    pasang(foto, []);
  }
  function kurang(form) { // what is empty is said at once, signal or not
    const galat = {};
    form.querySelectorAll(":invalid").forEach((e) => {
      if (!e.name || e.name in galat) return;
      const label = e.closest(".isian")?.querySelector("label, legend")?.firstChild.textContent.trim() || e.name;
      galat[e.name] = [`${label} belum diisi.`];
    });
    return galat;
  }
  function susun(form) {
    const isian = [], berkas = [];
    for (const [nama, nilai] of new FormData(form)) {
      if (nama === "csrfmiddlewaretoken") continue;
      if (typeof nilai === "string") isian.push([nama, nilai]);
      else if (nilai.size) berkas.push({ nama, isi: nilai, judul: nilai.name });
    }
    const teks = (nama) => form.elements[nama]?.value?.trim() || "", uang = bacaRupiah(teks("nilai"));
    const judul = [[form.dataset.judul, uang === null ? "" : rupiah(uang)].filter(Boolean).join(" "), teks("toko")].filter(Boolean).join(", ");
    const url = new URL(form.action, location.href).pathname;
    return { id: (form.dataset.draf ||= Luring.uuid()), jenis: "catat", dibuat: Date.now(), judul, url, buka: url, isian, berkas };
  }
  function kosong(form) { // ready for the next note
    form.reset();
    delete form.dataset.draf;
    form.elements.token.value = Luring.uuid();
    ["dibaca", "bukti_id"].forEach((nama) => { if (form.elements[nama]) form.elements[nama].value = ""; });
    if (form.elements.foto) form.elements.foto.required = true;
    if (location.search.includes("draf=")) history.replaceState(null, "", location.pathname);
  }
  async function serahkan(form) {
    await form.siapFoto;
    const galat = kurang(form);
    if (Object.keys(galat).length) return tolak(form, { galat, pesan: Object.values(galat).flat() });
    bersihkan(form);
    const draf = susun(form);
    try { await Luring.simpan(draf); } catch { return form.submit(); } // no store on this phone: as if without this file
    const hasil = await Luring.kirim(draf.id);
    if (hasil.keadaan === "terkirim") return location.assign(hasil.url || draf.url.replace(/[^/]+\/$/, ""));
    if (hasil.keadaan === "ditolak") return tolak(form, hasil);
    kosong(form);
    const kata = hasil.keadaan === "masuk" ? "Masuk dulu, catatan tetap tersimpan." : "Dikirim sendiri saat ada sinyal.";
    return kabari(form, "pesan warning", el("b", {}, `${draf.judul}: tersimpan di HP ini, belum terkirim.`), ` ${kata} Boleh lanjut dengan nota berikutnya.`);
  }
  async function bukaDraf(form) {
    const draf = await Luring.draf(new URLSearchParams(location.search).get("draf") || "");
    if (!draf || draf.jenis !== "catat" || draf.url !== new URL(form.action, location.href).pathname) return;
    form.dataset.draf = draf.id;
    draf.isian.forEach(([nama, nilai]) => {
      const isian = form.elements[nama];
      if (isian) isian.value = nilai; // of radio buttons too: RadioNodeList
    });
    const foto = form.elements.foto;
    if (draf.berkas.length && foto) {
      const { isi, judul } = draf.berkas[0];
      if (pasang(foto, [new File([isi], judul, { type: isi.type })])) foto.dispatchEvent(new Event("change"));
    } else if (form.elements.bukti_id?.value) fotoSudahAda(form);
    form.dispatchEvent(new Event("input"));
    if (draf.keadaan === "ditolak") tolak(form, { ...draf, isian: {} });
  }
  const tahan = (form, kerja) => { // one press, one send
    if (form.dataset.mengirim) return;
    form.dataset.mengirim = "1";
    const tombol = [...form.querySelectorAll("button:not([type=button])")];
    tombol.forEach((t) => { t.disabled = true; });
    kerja().finally(() => { delete form.dataset.mengirim; tombol.forEach((t) => { t.disabled = false; }); });
  };
  document.querySelectorAll("form[data-luring=catat]").forEach((form) => {
    siapkanFoto(form);
    siapkanNeto(form);
    if ("menungguIsi" in form.dataset) form.addEventListener("siap", () => bukaDraf(form).catch(() => {}));
    else bukaDraf(form).catch(() => {});
    form.addEventListener("submit", (e) => { e.preventDefault(); tahan(form, () => serahkan(form)); });
  });

  // 4. Photos: each its own draft, its own line, its own acknowledgement
  const KATA = { terkirim: "terkirim", ditolak: "ditolak", putus: "belum terkirim, menunggu sinyal", gagal: "belum terkirim, server belum menerima", masuk: "belum terkirim, masuk dulu" };
  async function kirimFoto(form) {
    const isian = form.querySelector("input[type=file]"), berkas = [...isian.files];
    if (!berkas.length) return isian.focus();
    const daftar = form.querySelector("ul.kiriman") || form.appendChild(el("ul", { class: "kiriman", role: "status" }));
    const judul = form.closest("section")?.querySelector("h2")?.textContent || "Foto", url = new URL(form.action, location.href).pathname;
    const tetap = [...new FormData(form)].filter(([nama, nilai]) => nama !== "csrfmiddlewaretoken" && typeof nilai === "string");
    const antrean = [];
    try {
      for (const [urut, satu] of berkas.entries()) { // all of them kept before the first is sent
        const kecil = await LuringFoto.kecilkan(satu);
        const draf = { id: Luring.uuid(), jenis: "berkas", dibuat: Date.now() + urut, judul: `${judul}: ${satu.name}`, url, buka: url, isian: tetap, berkas: [{ nama: isian.name, isi: kecil, judul: kecil.name }] };
        await Luring.simpan(draf);
        antrean.push([draf, daftar.appendChild(el("li", { "data-keadaan": "antre" }, `${satu.name}: menunggu giliran`)), satu.name]);
      }
    } catch {
      if (!antrean.length) return form.submit(); // no store on this phone: as if without this file
    }
    form.reset();
    const kirimSatu = async ([draf, butir, nama]) => {
      butir.textContent = `${nama}: mengirim …`;
      const { keadaan, pesan = [] } = await Luring.kirim(draf.id);
      butir.dataset.keadaan = keadaan;
      butir.replaceChildren(`${nama}: ${KATA[keadaan]}${keadaan === "ditolak" ? `. ${pesan.join(" ")}` : ""}`);
      if (keadaan !== "terkirim") butir.append(" ", el("button", { type: "button", class: "tombol", onclick: () => kirimSatu([draf, butir, nama]).then(selesai) }, "Kirim lagi"));
    };
    const selesai = () => { if ([...daftar.children].every((b) => b.dataset.keadaan === "terkirim")) location.reload(); };
    for (const satu of antrean) await kirimSatu(satu);
    return selesai();
  }
  document.querySelectorAll("form[data-luring=berkas]").forEach((form) => {
    const isian = form.querySelector("input[type=file]");
    isian.multiple = true;
    form.querySelector(".bantuan").textContent = "Foto (JPG, PNG) atau PDF. Boleh beberapa sekaligus; masing-masing dikirim sendiri.";
    form.addEventListener("submit", (e) => { e.preventDefault(); tahan(form, () => kirimFoto(form)); });
  });
});
