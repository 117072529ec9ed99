// Reads a mail from standard input, as it came over the wire, and says as JSON what postal-mime has found in it.
import PostalMime from "postal-mime";

const read = [];
for await (const piece of process.stdin) read.push(piece);
const mail = await PostalMime.parse(Buffer.concat(read), { attachmentEncoding: "base64" });
const headers = mail.headers.map(({ key, value }) => [key, value]);
process.stdout.write(JSON.stringify({ ...mail, headers }));
