// A photo is made small before it is kept or sent: some 300 KB instead of 4 MB. On any doubt the original goes.
"use strict";
const LuringFoto = (() => {
  const SISI = 1600, CUKUP = 300 * 1024;

  // Orientation and capture time of a JPEG's EXIF; the time is written into the small copy, since auditors ask for it.
  function bacaExif(data) {
    const hasil = { arah: 1, waktu: "" };
    let p = 2;
    if (data.byteLength < 4 || data.getUint16(0) !== 0xffd8) return hasil;
    while (p + 4 < data.byteLength && data.getUint8(p) === 0xff && data.getUint8(p + 1) !== 0xda) {
      if (data.getUint16(p) === 0xffe1 && data.getUint32(p + 4) === 0x45786966) { bacaTiff(data, p + 10, hasil); return hasil; }
      p += 2 + data.getUint16(p + 2);
    }
    return hasil;
  }
  function bacaTiff(data, awal, hasil) {
    const kecil = data.getUint16(awal) === 0x4949;
    const cari = (ifd, kerja) => {
      for (let i = 0; i < data.getUint16(awal + ifd, kecil); i++) {
        const butir = awal + ifd + 2 + i * 12;
        kerja(data.getUint16(butir, kecil), butir + 8);
      }
    };
    cari(data.getUint32(awal + 4, kecil), (tanda, isi) => {
      if (tanda === 0x0112) hasil.arah = data.getUint16(isi, kecil);
      if (tanda === 0x8769) cari(data.getUint32(isi, kecil), (t, nilai) => {
        if (t !== 0x9003) return;
        const letak = awal + data.getUint32(nilai, kecil);
        for (let i = 0; i < 19; i++) hasil.waktu += String.fromCharCode(data.getUint8(letak + i));
      });
    });
  }
  function tulisExif(waktu) { // one tag, DateTimeOriginal; no place, no device
    const d = new DataView(new ArrayBuffer(74));
    const tulis = (p, teks) => [...teks].forEach((c, i) => d.setUint8(p + i, c.charCodeAt(0)));
    d.setUint16(0, 0xffe1); d.setUint16(2, 72); tulis(4, "Exif"); tulis(10, "MM");
    d.setUint16(12, 42); d.setUint32(14, 8);
    d.setUint16(18, 1); d.setUint16(20, 0x8769); d.setUint16(22, 4); d.setUint32(24, 1); d.setUint32(28, 26);
    d.setUint16(36, 1); d.setUint16(38, 0x9003); d.setUint16(40, 2); d.setUint32(42, 20); d.setUint32(46, 44);
    tulis(54, waktu);
    return d.buffer;
  }

  function muat(url) {
    const gambar = new Image();
    gambar.src = url;
    return gambar.decode().then(() => gambar);
  }
  async function kecilkan(berkas) {
    let url;
    try {
      if (!berkas.type.startsWith("image/")) return berkas;
      let exif = { arah: 1, waktu: "" };
      try { exif = bacaExif(new DataView(await berkas.slice(0, 262144).arrayBuffer())); } catch { /* broken EXIF, sound photo */ }
      // A browser that does not turn the picture by itself would lose the way up.
      if (exif.arah !== 1 && !CSS.supports("image-orientation", "from-image")) return berkas;
      url = URL.createObjectURL(berkas);
      const gambar = await muat(url), skala = Math.min(1, SISI / Math.max(gambar.naturalWidth, gambar.naturalHeight));
      if (skala === 1 && berkas.size <= CUKUP) return berkas;
      const kanvas = document.createElement("canvas");
      kanvas.width = Math.round(gambar.naturalWidth * skala);
      kanvas.height = Math.round(gambar.naturalHeight * skala);
      const lukis = kanvas.getContext("2d");
      lukis.fillStyle = "#fff"; // a transparent screenshot goes on white
      lukis.fillRect(0, 0, kanvas.width, kanvas.height);
      lukis.drawImage(gambar, 0, 0, kanvas.width, kanvas.height);
      let hasil;
      for (const mutu of [0.82, 0.72, 0.6, 0.48]) {
        hasil = await new Promise((ya) => kanvas.toBlob(ya, "image/jpeg", mutu));
        if (!hasil || hasil.size <= CUKUP) break;
      }
      if (!hasil || hasil.size >= berkas.size) return berkas;
      const bagian = /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(exif.waktu) ? [hasil.slice(0, 2), tulisExif(exif.waktu), hasil.slice(2)] : [hasil];
      return new File(bagian, berkas.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: berkas.lastModified });
    } catch { return berkas; } finally { if (url) URL.revokeObjectURL(url); }
  }
  return { kecilkan };
})();
