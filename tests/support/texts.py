"""Texts with the words they have, for whoever counts them: the server and the page."""

COUNTED = [
    ("", 0),
    (" \u2014 \n\u2022 \u2026", 0),
    ("Twenty-six readers don't speak English (yet).", 6),
    ("one\u00a0two\u2003three\u200bfour\x1cfive\x85six", 6),
    ("\ufeffone\ufefftwo", 1),
    ("well done \U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 1\ufe0f\u20e3 \U0001f1fa\U0001f1f8", 2),
    ("see https://example.org/a-b/c?d=e,f and www.example.org.", 4),
    ("HTTPS://EXAMPLE.ORG (https://example.org/k\u00e4se)", 2),
    ("Awww.sweet", 1),
    ("[my lesson plan](https://example.org/plan), then", 4),
    ("**bold** and *soft* and `code`", 5),
    ("## A heading\n\n- one\n- two\n\n> quoted", 5),
    ("\u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002", 6),
    ("my iPhone\u624b\u673a\u58f3", 5),
    ("\u770bhttps://example.org/a\u3002\u518d\u770b", 4),
    ("\u3053\u308c\u306f\u30da\u30f3\u3067\u3059", 7),
    ("\uc548\ub155\ud558\uc138\uc694 \uc120\uc0dd\ub2d8", 2),
    ("\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645", 2),
    ("e\u0301te\u0301 nin\u0303o", 2),
    ("\u0967\u0968 \u00bd \u2460 \U00020000", 4),
]
