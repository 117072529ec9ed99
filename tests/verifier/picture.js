// The credential inside a PNG: the text of its one iTXt chunk called openbadgecredential, not compressed.

const HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEYWORD = 'openbadgecredential';
const TABLE = Uint32Array.from({length: 256}, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

export function credentialIn(png) {
  const found = [...chunks(png)].filter(chunk => chunk.kind === 'iTXt').map(chunk => text(chunk.content));
  const ours = found.filter(one => one.keyword === KEYWORD);
  if (ours.length !== 1) throw new Error(`${ours.length} credentials in the picture`);
  if (ours[0].compressed) throw new Error('the credential in the picture is compressed');
  return ours[0].text;
}

function* chunks(png) {
  if (!png.subarray(0, 8).equals(HEAD)) throw new Error('no PNG');
  for (let at = 8; ;) {
    if (at + 12 > png.length) throw new Error('the PNG ends too soon');
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length) throw new Error('a chunk of the PNG ends too soon');
    if (crc32(png.subarray(at + 4, end)) !== png.readUInt32BE(end)) throw new Error('a chunk of the PNG was altered');
    const kind = png.toString('latin1', at + 4, at + 8);
    yield {kind, content: png.subarray(at + 8, end)};
    if (kind === 'IEND') return;
    at = end + 4;
  }
}

// keyword 0, compressed or not, method, language 0, translated keyword 0, text
function text(content) {
  const keyword = content.indexOf(0);
  const language = content.indexOf(0, keyword + 3);
  const translated = content.indexOf(0, language + 1);
  return {
    keyword: content.toString('latin1', 0, keyword),
    compressed: content[keyword + 1] !== 0,
    text: content.toString('utf8', translated + 1),
  };
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
