// Debian's Node 18 has these under another name.
import {webcrypto} from 'node:crypto';

globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
