// Reads {schema, documents, cases} as JSON, and answers {verdicts, seconds}: for each case its name, whether it is valid
// and if not, why; and the CPU that all of them took. A case is {name, kind, content, documents}: `kind` json, jwt or png,
// `content` in base64, `documents` what is read otherwise than in the other cases.
import './globals.js';

import {text} from 'node:stream/consumers';

import {Documents} from './documents.js';

const {checker} = await import('./checks.js');
const asked = JSON.parse(await text(process.stdin));
const checks = checker(asked.schema);

async function verdict({name, kind, content, documents = {}}) {
  try {
    await checks[kind](Buffer.from(content, 'base64'), new Documents({...asked.documents, ...documents}));
    return {name, valid: true};
  } catch (problem) {
    return {name, valid: false, reason: why(problem)};
  }
}

// The innermost of what was wrong.
function why(problem) {
  const inner = problem.errors?.[0] ?? problem.cause;
  return inner ? why(inner) : problem.message;
}

const begun = process.cpuUsage();
const verdicts = [];
for (const one of asked.cases) verdicts.push(await verdict(one));
const {user, system} = process.cpuUsage(begun);
const seconds = (user + system) / 1e6;
process.stdout.write(JSON.stringify({verdicts, seconds}));
