// Trusted Types: HTML that the server rendered goes in; scripts and script addresses from strings never do.
if (window.trustedTypes) window.trustedTypes.createPolicy("default", { createHTML: (html) => html });
