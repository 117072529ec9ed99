"""Small pages around the scripts of static/, with the product's own headers, served beside the world's sockets."""

import asyncio
import html
import json
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from community import db, events
from community.headers import HEADERS

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = ["trusted", "vendor/htmx-4.0.1.min", "times", "put", "live", "keep", "send"]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>{scripts}
<meta name="htmx-config" content='{{"noSwap": [204, 304, "5xx"]}}'></head>
<body data-person="{person}" data-zone="America/New_York" data-now="{now}" data-topics='{marks}'
 hx-headers:inherited='{{"X-CSRF": "token"}}'>
<span id="connection" data-state="waiting" data-live="Live" data-waiting="Connecting" data-out="Signed out"
 data-offline="Offline since {{time}}" data-looking="Looking" data-back="Back: {{count}} new"><svg></svg> <span></span>
</span><main id="main">{main}</main><div id="notices"></div></body></html>"""

CHANNEL = """<ul id="list" data-follow-end>{lines}</ul>
<form action="/channels/{number}/messages" method="post" data-send data-template="sending">
<input type="hidden" name="post_key"><textarea name="text" data-keep="message"></textarea><button>Post</button></form>
<section data-presence="channel:{number}"><i data-here="1"></i><i data-here="2"></i>
<b data-here-count="channel:{number}">0</b></section>
<template id="sending"><li data-into="list"><span data-text></span>
<button type="button" data-again>Send again</button><button type="button" data-drop>Drop</button></li></template>"""

NOTE = """<form method="post" action="/notes" hx-post="/notes" hx-trigger="change" hx-swap="none">
<textarea id="text" name="text" data-keep="note"></textarea></form>"""

DRAFT = """<form method="post" action="/drafts"><textarea id="text" name="text" data-keep="draft"{saved}></textarea>
<button>Save</button></form>
<form method="post" action="/sign-out" data-sign-out><button>Sign out</button></form>
<time datetime="2026-03-08T12:30:00Z" data-style="moment">12:30 UTC</time>"""


class Pages:
    """Routes of a channel's page for the person of the session cookie, who posts into it and reads it."""

    def __init__(self, world):
        self.world = world
        self.posts = []  # keys, in the order they came
        self.made = {}  # key → subject
        self.refuses = None  # a status that posts are answered with
        self.forgets_to_answer = False  # the message is made, and the answer lost
        self.turns_away = None  # where to who posts has to go first
        self.noted = asyncio.Queue()  # texts, as they came
        self.may_answer = asyncio.Event()  # who posted a note
        self.may_answer.set()

    @property
    def routes(self):
        return [
            Route("/static/{path:path}", self.show_file),
            Route("/channels/{number:int}", self.show_channel),
            Route("/channels/{number:int}/messages", self.post_message, methods=["POST"]),
            Route("/notes", self.show_note),
            Route("/notes", self.save_note, methods=["POST"]),
            Route("/drafts", self.show_draft),
            Route("/drafts", self.save_draft, methods=["POST"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
        ]

    async def show_file(self, request):
        return FileResponse(STATIC / request.path_params["path"])

    async def show_channel(self, request):
        number, person = request.path_params["number"], self.person(request)
        topic = f"channel:{number}"
        newest, epoch = (await events.newest([topic]))[topic], await events.epoch()
        subjects = dict.fromkeys(event.about for event in await events.since({topic: 0}, 10_000))
        lines = "".join(self.line(subject) for subject in subjects)
        return self.page(person, CHANNEL.format(lines=lines, number=number), [f"{topic}|{epoch}|{newest}|{person}"])

    async def post_message(self, request):
        if self.refuses:
            return Response(status_code=self.refuses)
        form = await request.form()
        if self.turns_away:
            self.noted.put_nowait(form["text"])
            return Response(status_code=204, headers={"HX-Redirect": self.turns_away})
        key, topic = form["post_key"], f"channel:{request.path_params['number']}"
        self.posts.append(key)
        if key not in self.made:
            self.made[key] = 1000 + len(self.made)
            self.world.texts[self.made[key]] = form["text"]
            async with db.transaction():
                events.record("message.posted", topic, about=self.made[key], by=self.person(request))
        if self.forgets_to_answer:
            self.forgets_to_answer = False
            return Response(status_code=503)
        return HTMLResponse(self.line(self.made[key]))

    async def show_note(self, request):
        return self.page(self.person(request), NOTE, [])

    async def save_note(self, request):
        self.noted.put_nowait((await request.form())["text"])
        await self.may_answer.wait()
        return Response(status_code=204, headers={"HX-Redirect": self.turns_away} if self.turns_away else {})

    async def show_draft(self, request):
        saved = request.query_params.get("saved", "")
        draft = DRAFT.format(saved=f' data-saved-at="{saved}"' if saved else "")
        return self.page(self.person(request), draft, [], request.query_params.get("now", ""))

    async def save_draft(self, request):
        form = await request.form()
        return RedirectResponse("/drafts", 303) if form["text"] != "wrong" else HTMLResponse("no", 422)

    async def sign_out(self, request):
        return RedirectResponse("/drafts", 303)

    def line(self, subject):
        """The live partial of these pages, as `world.render` makes it."""
        return self.world.look(subject, "peer")

    def person(self, request):
        return int(request.cookies.get("session", "0").partition("/")[0])

    def page(self, person, main, marks, now=""):
        scripts = "".join(f'<script src="/static/{name}.js" defer></script>' for name in SCRIPTS)
        text = PAGE.format(scripts=scripts, person=person, main=main, now=now, marks=html.escape(json.dumps(marks)))
        return HTMLResponse(text, headers=HEADERS | {"Cache-Control": "private, no-store"})
