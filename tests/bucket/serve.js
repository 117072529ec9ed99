// node serve.js FOLDER REGION KEY SECRET BUCKET…: buckets whose objects are files in FOLDER; prints its port.
// s3rver keeps the objects. It does not look at signatures of version 4: aws4, of other hands, makes each anew before.
import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import aws4 from "aws4";
import S3rver from "s3rver";
import FilesystemStore from "s3rver/lib/stores/filesystem.js";

const [folder, home, accessKeyId, secretAccessKey, ...buckets] = process.argv.slice(2);
const SIGNED = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=/;
const LATE = 15 * 60 * 1000; // milliseconds, as Amazon's

const configureBuckets = buckets.map((name) => ({ name }));
const store = new S3rver({ address: "127.0.0.1", port: 0, directory: folder, silent: true, configureBuckets });
store.context.store = store.store = new (class extends FilesystemStore {
  // s3rver answers before the disk has it, and ends when the disk is full.
  async putObject(object) {
    const place = this.getResourcePath(object.bucket, object.key, "object");
    await mkdir(path.dirname(place), { recursive: true });
    const [size, md5] = await written(object.content, place);
    await this.putMetadata(object.bucket, object.key, object.metadata, md5);
    return { size, md5 };
  }
  async putPart(bucket, upload, part, content) {
    const place = path.join(this.getResourcePath(bucket, undefined, "uploads"), upload, String(part));
    const [size, md5] = await written(content, place);
    await writeFile(`${place}.md5`, md5);
    return { size, md5 };
  }
})(folder);
const { port: behind } = await store.run();

async function written(content, place) {
  const whole = Buffer.isBuffer(content) ? content : await buffer(content);
  try {
    await writeFile(place, whole);
  } catch (problem) {
    await rm(place, { force: true });
    throw problem;
  }
  return [whole.length, createHash("md5").update(whole).digest("hex")];
}

const front = http.createServer(async (request, answer) => {
  const body = await buffer(request).catch(() => null);
  if (body === null) return; // it broke off
  const wrong = whatIsWrong(request, body);
  if (wrong) {
    answer.writeHead(403, { "content-type": "application/xml" });
    answer.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${wrong}</Code><Message>${wrong}</Message></Error>`);
  } else {
    const { method, url, headers } = request;
    delete headers.authorization; // it holds, and s3rver would read half of it
    const ended = method === "DELETE" && /^\/([^/]+)\/.*\?uploadId=(\w+)$/.exec(url);
    if (ended) return giveUp(ended[1], ended[2], answer);
    const inner = http.request({ host: "127.0.0.1", port: behind, method, path: url, headers }, (kept) => {
      answer.writeHead(kept.statusCode, kept.headers);
      kept.pipe(answer);
    });
    inner.on("error", () => answer.destroy());
    inner.end(body);
  }
});
front.listen(0, "127.0.0.1", () => console.log(front.address().port));

async function giveUp(bucket, upload, answer) {
  // s3rver knows no end of an upload in parts. A part that is just being written finds no place any more.
  try {
    await rename(`${folder}/${bucket}/._S3rver_uploads/${upload}`, `${folder}/${upload}`);
    await rm(`${folder}/${upload}`, { recursive: true });
    answer.writeHead(204).end();
  } catch {
    answer.writeHead(404).end();
  }
}

function whatIsWrong({ method, url, headers }, body) {
  const [, key, region, names] = SIGNED.exec(headers.authorization ?? "") ?? [];
  if (!key) return "AccessDenied";
  if (key !== accessKeyId) return "InvalidAccessKeyId";
  if (region !== home) return "AuthorizationHeaderMalformed";
  const at = headers["x-amz-date"].replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
  if (!(Math.abs(Date.now() - Date.parse(at)) < LATE)) return "RequestTimeTooSkewed";
  const said = headers["x-amz-content-sha256"];
  if (said !== "UNSIGNED-PAYLOAD" && said !== createHash("sha256").update(body).digest("hex")) {
    return "XAmzContentSHA256Mismatch";
  }
  const signed = Object.fromEntries(names.split(";").map((name) => [name, headers[name]]));
  const asked = { service: "s3", region, method, path: url, headers: signed, extraHeadersToInclude: { range: true } };
  const anew = aws4.sign(asked, { accessKeyId, secretAccessKey });
  const [ours, theirs] = [anew.headers.Authorization, headers.authorization].map((text) => text.split("Signature=")[1]);
  return ours === theirs ? "" : "SignatureDoesNotMatch";
}
