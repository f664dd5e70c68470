// Notes and photos that could not be sent wait on this phone and go when there is signal: docs/keputusan/0008-luring.md.
// A draft: id, akun, dibuat, judul, url, buka, isian [[name, value]], berkas [{nama, isi, judul}], keadaan, pesan, galat, tanya.
"use strict";
const Luring = (() => {
  const wadah = document.getElementById("luring");
  const { akun: milik, sandi: urlSandi, masuk, keluar, pekerja } = wadah?.dataset || {};
  const ingatan = { // whose phone it is now; the shell page, which knows nobody, asks it
    baca() { try { return Number(localStorage.getItem("luring-akun")); } catch { return 0; } },
    tulis(nilai) { try { nilai ? localStorage.setItem("luring-akun", nilai) : localStorage.removeItem("luring-akun"); } catch { /* closed store */ } },
  };
  const akun = milik === undefined ? ingatan.baca() : Number(milik);
  if (milik !== undefined) ingatan.tulis(milik);
  const sedang = new Set(); // ids on their way from this page
  const siaran = "BroadcastChannel" in window ? new BroadcastChannel("luring") : null;
  let status = "", antre = false, nanti = 0, terkirim = [];

  // 1. The store
  let basis;
  function buka() {
    basis ??= new Promise((ya, tidak) => {
      const minta = indexedDB.open("kampung-luring", 1);
      minta.onupgradeneeded = () => ["draf", "bekal"].forEach((n) => minta.result.createObjectStore(n, { keyPath: "id" }).createIndex("akun", "akun"));
      minta.onsuccess = () => ya(minta.result);
      minta.onerror = () => tidak(minta.error);
    });
    return basis;
  }
  async function kerjakan(toko, cara, kerja) {
    const transaksi = (await buka()).transaction(toko, cara, { durability: "strict" });
    const minta = kerja(transaksi.objectStore(toko));
    return new Promise((ya, tidak) => {
      transaksi.oncomplete = () => ya(minta?.result);
      transaksi.onerror = transaksi.onabort = () => tidak(transaksi.error);
    });
  }
  const simpanKe = (toko, isi) => kerjakan(toko, "readwrite", (t) => t.put({ ...isi, akun }));
  const semua = (toko) => (akun ? kerjakan(toko, "readonly", (t) => t.index("akun").getAll(akun)) : Promise.resolve([]));
  const hapusDari = (toko, id) => kerjakan(toko, "readwrite", (t) => t.delete(id));
  async function draf(id) {
    const satu = await kerjakan("draf", "readonly", (t) => t.get(id));
    return satu?.akun === akun ? satu : undefined;
  }
  async function simpan(isi) {
    await simpanKe("draf", { keadaan: "menunggu", pesan: [], ...isi });
    navigator.storage?.persist?.().catch(() => {});
  }
  async function hapus(id) { await hapusDari("draf", id); kabarkan(); }
  async function kosongkan() {
    for (const toko of ["draf", "bekal"]) for (const { id } of await semua(toko)) await hapusDari(toko, id);
    ingatan.tulis(0);
    kabarkan();
  }
  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  }

  // 2. Sending. Only the server's own "terkirim" counts; whatever else happens, the draft stays.
  async function ambil(url, opsi, batas) {
    const henti = new AbortController(), jam = setTimeout(() => henti.abort(), batas);
    try { return await fetch(url, { redirect: "manual", cache: "no-store", signal: henti.signal, ...opsi }); } finally { clearTimeout(jam); }
  }
  const json = (jawaban) => ((jawaban.headers.get("Content-Type") || "").includes("json") ? jawaban.json() : {});
  async function sandi() { // a fresh token, if this session is still that of the drafts' account
    const jawaban = await ambil(urlSandi, {}, 20000);
    const { akun: sesi, sandi: nilai } = jawaban.ok ? await json(jawaban) : {};
    if (sesi === akun) return { nilai };
    return { keadaan: jawaban.status >= 500 ? "putus" : "masuk" };
  }
  const TERTUTUP = { 404: "Tujuannya tidak terbuka lagi untuk akun ini. Tanyakan kepada ketua RT, lalu buka atau hapus catatan ini.",
    413: "Berkasnya terlalu besar untuk dikirim. Buka catatan ini, lalu ganti dengan foto yang lebih kecil." };
  async function kirimkan(satu, kunci, cara) {
    const isi = new FormData();
    satu.isian.forEach(([nama, nilai]) => isi.append(nama, nilai));
    satu.berkas.forEach(({ nama, isi: berkas, judul }) => isi.append(nama, berkas, judul));
    const headers = { "X-CSRFToken": kunci, "X-Luring": cara, Accept: "application/json" };
    const jawaban = await ambil(satu.url, { method: "POST", body: isi, headers }, 120000);
    if (jawaban.type === "opaqueredirect") return { keadaan: "masuk" };
    const hasil = await json(jawaban);
    if (jawaban.ok && hasil.keadaan === "terkirim") return hasil;
    if (hasil.keadaan === "ditolak") return hasil;
    if (jawaban.status in TERTUTUP) return { keadaan: "ditolak", pesan: [TERTUTUP[jawaban.status]] };
    return { keadaan: "gagal" };
  }
  async function catatHasil(satu, hasil) {
    if (hasil.keadaan === "terkirim") return hapusDari("draf", satu.id);
    if (hasil.keadaan !== "ditolak") return undefined;
    const isian = Object.entries(hasil.isian || {}); // the hidden fields as the next send must carry them
    const baru = { ...satu, keadaan: "ditolak", pesan: hasil.pesan, galat: hasil.galat, tanya: hasil.tanya,
      isian: [...satu.isian.filter(([nama]) => !(nama in (hasil.isian || {}))), ...isian] };
    if (hasil.isian?.bukti_id) baru.berkas = []; // the server has the photo
    return kerjakan("draf", "readwrite", (t) => { // not back into the store if another window has sent it meanwhile
      const ada = t.get(satu.id);
      ada.onsuccess = () => { if (ada.result) t.put(baru); };
      return ada;
    });
  }
  // One draft now, from its own page ("langsung") or later ("latar"). Never throws.
  async function kirim(id, cara = "langsung", kunci = null) {
    if (sedang.has(id)) return { keadaan: "putus" };
    sedang.add(id);
    try {
      const satu = await draf(id);
      if (!satu) return { keadaan: "terkirim", pesan: [] };
      const izin = kunci ? { nilai: kunci } : await sandi();
      const hasil = izin.nilai ? await kirimkan(satu, izin.nilai, cara) : izin;
      await catatHasil(satu, hasil);
      if (hasil.keadaan === "terkirim") terkirim.push(`${satu.judul}. ${(hasil.pesan || []).join(" ")}`);
      status = hasil.keadaan === "terkirim" || hasil.keadaan === "ditolak" ? "" : hasil.keadaan;
      return hasil;
    } catch {
      status = "putus";
      return { keadaan: "putus" };
    } finally {
      sedang.delete(id);
      if (status) jadwalkan();
      kabarkan();
    }
  }
  async function kirimSemua() {
    if (antre || !akun || !urlSandi) return;
    antre = true;
    clearTimeout(nanti);
    try {
      const giliran = (await semua("draf")).filter((d) => d.keadaan === "menunggu").sort((a, b) => a.dibuat - b.dibuat);
      if (!giliran.length) return;
      status = "mengirim";
      await gambar();
      const izin = await sandi();
      if (!izin.nilai) { status = izin.keadaan; return; }
      let tertahan = "";
      for (const { id } of giliran) {
        const { keadaan } = await kirim(id, "latar", izin.nilai);
        if (keadaan !== "terkirim" && keadaan !== "ditolak") tertahan = keadaan;
        if (keadaan === "putus" || keadaan === "masuk") break;
      }
      status = tertahan;
    } catch { status = "putus"; } finally {
      antre = false;
      if (status) jadwalkan();
      kabarkan();
    }
  }
  // Two windows of one phone would send the same draft twice; the server would notice, the signal would be wasted.
  const kirimBergiliran = () => (navigator.locks ? navigator.locks.request("luring", { ifAvailable: true }, (kunci) => kunci && kirimSemua()) : kirimSemua());
  function jadwalkan() { clearTimeout(nanti); nanti = setTimeout(kirimBergiliran, 30000); }

  // 3. What is seen: a bar on every page of the RT side
  function el(nama, atribut = {}, ...anak) {
    const e = document.createElement(nama);
    Object.entries(atribut).forEach(([k, v]) => (k.startsWith("on") ? e.addEventListener(k.slice(2), v) : v !== false && e.setAttribute(k, v === true ? "" : v)));
    e.append(...anak.filter((a) => a !== null && a !== undefined && a !== ""));
    return e;
  }
  function sebut(daftar) { // "2 catatan dan 3 foto"
    const foto = daftar.filter((d) => d.jenis === "berkas").length, catatan = daftar.length - foto;
    return [catatan && `${catatan} catatan`, foto && `${foto} foto`].filter(Boolean).join(" dan ");
  }
  const KEADAAN = { mengirim: "Sedang dikirim, jangan tutup halaman ini dulu.", gagal: "Server belum menerima. Dicoba lagi sendiri, tidak perlu diketik ulang.",
    putus: "Belum ada sinyal. Dikirim sendiri saat sinyal kembali dan portal terbuka." };
  function baris(d) {
    const ditolak = d.keadaan === "ditolak", pada = new Date(d.dibuat).toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
    const label = el("span", { class: `label label-${ditolak ? "perbaikan" : "menunggu"}` }, ditolak ? "Perlu dilihat" : "Belum terkirim");
    const ulang = ditolak && d.jenis === "berkas" && el("button", { type: "button", class: "tombol", onclick: () => kirim(d.id, "latar") }, "Kirim lagi");
    const aksi = el("span", { class: "aksi" },
      d.jenis === "berkas" ? ulang || null : el("a", { class: "tombol", href: `${d.buka}?draf=${d.id}` }, "Buka", el("span", { class: "hanya-pembaca" }, ` ${d.judul}`)),
      el("button", { type: "button", class: "tombol tombol-tenang", onclick: () => buang(d) }, "Hapus", el("span", { class: "hanya-pembaca" }, ` ${d.judul}`)));
    return el("li", {}, el("b", {}, d.judul), " ", label, el("span", { class: "bantuan" }, ` ${pada}`), ...(d.pesan || []).map((p) => el("p", {}, p)), aksi);
  }
  async function gambar() {
    if (!urlSandi) return;
    const daftar = (await semua("draf")).sort((a, b) => a.dibuat - b.dibuat);
    const dilihat = daftar.filter((d) => d.keadaan === "ditolak").length;
    wadah.hidden = !daftar.length && !terkirim.length;
    const lama = wadah.querySelector("details"), terbuka = lama ? lama.open : location.pathname === "/" || Boolean(document.querySelector("p[data-bekal]"));
    const kata = status === "masuk"
      ? [el("a", { href: `${masuk}?next=${encodeURIComponent(location.pathname)}` }, "Masuk dulu"), ", catatan tetap tersimpan di HP ini."] : [KEADAAN[status] || (navigator.onLine ? "" : KEADAAN.putus)];
    const isi = [];
    if (terkirim.length) isi.push(el("div", { class: "pesan success", role: "status" }, el("b", {}, "Terkirim:"), el("ul", {}, ...terkirim.map((t) => el("li", {}, t)))));
    if (daftar.length) isi.push(el("details", { open: terbuka }, el("summary", {}, `${sebut(daftar)} belum terkirim${dilihat ? `, ${dilihat} perlu dilihat` : ""}`), el("ul", {}, ...daftar.map(baris))),
      el("p", { role: "status" }, ...kata));
    if (daftar.some((d) => d.keadaan === "menunggu")) isi.push(el("p", { class: "aksi" },
      el("button", { type: "button", class: "tombol", onclick: kirimBergiliran, disabled: status === "mengirim" }, "Kirim sekarang")));
    wadah.replaceChildren(...isi);
  }
  function kabarkan() { siaran?.postMessage(0); return gambar().catch(() => {}); }

  // 4. Questions, and signing out
  function tanya(judul, isi, ya, tidak) {
    return new Promise((jawab) => {
      const kotak = el("dialog", { class: "kartu tanya", "aria-labelledby": "tanya-judul" }, el("h2", { id: "tanya-judul" }, judul), el("p", {}, isi),
        el("p", { class: "aksi" }, el("button", { type: "button", class: "tombol", autofocus: true, onclick: () => kotak.close("") }, tidak),
          el("button", { type: "button", class: "tombol tombol-bahaya", onclick: () => kotak.close("ya") }, ya)));
      kotak.addEventListener("close", () => { kotak.remove(); jawab(kotak.returnValue === "ya"); });
      document.body.append(kotak);
      kotak.showModal();
    });
  }
  async function buang(d) {
    if (await tanya(`Hapus ${d.judul}?`, "Belum terkirim ke server, jadi isinya dan fotonya hilang dari HP ini.", "Hapus", "Tidak jadi")) await hapus(d.id);
  }
  async function sebelumKeluar(form) {
    try {
      const daftar = await semua("draf");
      const boleh = !daftar.length || await tanya(`${sebut(daftar)} belum terkirim`, "Kalau keluar sekarang, semuanya dihapus dari HP ini dan tidak sampai ke server.", "Hapus dan keluar", "Tetap masuk");
      if (!boleh) return;
      await kosongkan();
    } catch { /* no store, nothing kept */ }
    form.submit();
  }
  if (keluar) document.addEventListener("submit", (e) => {
    if (new URL(e.target.action, location.href).pathname !== keluar) return;
    e.preventDefault();
    sebelumKeluar(e.target);
  });

  // 5. When to try. What the phone needs without signal is fetched where the buku kas is looked at.
  async function bekali(tempat) {
    const jawaban = await ambil(tempat.dataset.bekal, {}, 20000);
    if (!jawaban.ok) return;
    const isi = await jawaban.json(), id = `${akun}:${isi.usulan}`;
    await (isi.terbuka ? simpanKe("bekal", { ...isi, id, pada: Date.now() }) : hapusDari("bekal", id));
    await navigator.serviceWorker.ready;
    if (isi.terbuka && tempat.matches("p")) tempat.append(el("span", { class: "bantuan" }, "Bisa dicatat juga saat tidak ada sinyal."));
  }
  addEventListener("DOMContentLoaded", () => {
    if (!urlSandi) return;
    if (pekerja && "serviceWorker" in navigator) navigator.serviceWorker.register(pekerja).catch(() => {});
    document.querySelectorAll("[data-bekal]").forEach((e) => bekali(e).catch(() => {}));
    gambar().then(kirimBergiliran).catch(() => {});
  });
  addEventListener("online", kirimBergiliran);
  addEventListener("offline", () => gambar().catch(() => {}));
  addEventListener("pageshow", (e) => { if (e.persisted) gambar().then(kirimBergiliran).catch(() => {}); });
  siaran?.addEventListener("message", () => gambar().catch(() => {}));
  return { akun, uuid, simpan, draf, kirim, kabarkan, el, bekal: () => semua("bekal") };
})();
