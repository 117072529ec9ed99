// Whether a credential is valid, by libraries of Digital Bazaar, jose and ajv. Each check throws what is wrong.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {verifyCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import {decodeProtectedHeader, importJWK, jwtVerify} from 'jose';
import jsonld from 'jsonld';

import {credentialIn} from './picture.js';

const HEADER = ['alg', 'kid', 'jwk', 'typ'];

export function checker(schema) {
  const form = addFormats(new Ajv({strict: false, allErrors: false})).compile(schema);

  function formed(credential) {
    if (!form(credential)) throw new Error(`form: ${form.errors[0].instancePath} ${form.errors[0].message}`);
  }

  // With an embedded proof.
  async function json(text, documents) {
    const credential = JSON.parse(text);
    formed(credential);
    const suite = new DataIntegrityProof({cryptosuite});
    const asked = {credential, suite, documentLoader: documents.loader, checkStatus};
    const result = await verifyCredential(asked);
    if (!result.verified) throw result.error ?? result.statusResult?.error ?? new Error('not verified');
    inForce(credential, result.statusResult, documents);
  }

  // Signed as a whole, by RS256.
  async function jwt(token, documents) {
    const {kid, ...header} = decodeProtectedHeader(token);
    const odd = Object.keys(header).find(name => !HEADER.includes(name));
    if (odd) throw new Error(`${odd} in the header`);
    const key = documents.json(kid);
    const {payload} = await jwtVerify(token, await importJWK(key, 'RS256'), {algorithms: ['RS256'], typ: 'JWT'});
    const {iss, jti, sub, nbf, exp, ...credential} = payload;
    const said = [iss, jti, sub, nbf];
    const {issuer, id, credentialSubject, validFrom} = credential;
    const meant = [issuer.id, id, credentialSubject.id, Date.parse(validFrom) / 1000];
    if (!said.every((one, place) => one === meant[place])) throw new Error(`${said} is not ${meant}`);
    const listed = documents.methods(iss).map(method => method.publicKeyJwk).filter(Boolean);
    if (!listed.some(one => one.n === key.n && one.e === key.e)) throw new Error(`${kid} is not listed`);
    formed(credential);
    await jsonld.expand(credential, {documentLoader: documents.loader, safe: true});
    const suite = new DataIntegrityProof({cryptosuite});
    inForce(credential, await checkStatus({credential, suite, documentLoader: documents.loader}), documents);
  }

  // The list's proof was verified with the credential's.
  function inForce(credential, status, documents) {
    if (!status?.verified) throw status?.error ?? new Error('no status');
    const list = documents.json(credential.credentialStatus.statusListCredential);
    if (list.id !== credential.credentialStatus.statusListCredential) throw new Error('another status list');
    if (status.results.some(one => one.status)) throw new Error('revoked');
  }

  const png = (content, documents) => json(credentialIn(content), documents);
  const utf8 = new TextDecoder('utf-8', {fatal: true});
  return {json: (it, at) => json(utf8.decode(it), at), jwt: (it, at) => jwt(utf8.decode(it), at), png};
}
