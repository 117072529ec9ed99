// ws on Node, each frame put together once and sent to one socket after the other: PORT FILE, the file holds the frame's text.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { WebSocketServer } from "ws";

const [port, file] = process.argv.slice(2), text = readFileSync(file);
const http = createServer((request, answer) => {
  const count = Number(new URL(request.url, "http://here").searchParams.get("count"));
  for (let number = 0; number < count; number++) {
    for (const socket of live.clients) socket.send(text, { binary: false });
  }
  answer.end("sent");
});
const live = new WebSocketServer({ server: http, path: "/live", perMessageDeflate: false });
http.listen(Number(port), "127.0.0.1");
