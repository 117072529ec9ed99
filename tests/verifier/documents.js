// What is read: the texts that were handed to us, by their addresses. There is no way to a network from here.

export class Documents {
  constructor(texts) {
    this.texts = texts;
    this.loader = async address => ({contextUrl: null, documentUrl: address, document: this.#read(address)});
  }

  json(address) {
    if (!Object.hasOwn(this.texts, address)) throw new Error(`${address} is not at hand`);
    return JSON.parse(this.texts[address]);
  }

  // The DID document of an issuer, which stands where did:web says.
  issuer(did) {
    const [method, web, host, ...path] = did.split(':');
    if (method !== 'did' || web !== 'web' || path.length === 0) throw new Error(`${did} is no did:web with a path`);
    const document = this.json(`https://${[host, ...path].map(decodeURIComponent).join('/')}/did.json`);
    if (document.id !== did) throw new Error(`the document of ${did} is another's`);
    return document;
  }

  // The methods by which an issuer says something: those that its document lists and allows for that.
  methods(did) {
    const document = this.issuer(did);
    const allowed = document.verificationMethod.filter(method => document.assertionMethod.includes(method.id));
    return allowed.map(method => ({'@context': document['@context'], ...method}));
  }

  #read(address) {
    if (!address.startsWith('did:')) return this.json(address);
    if (!address.includes('#')) return this.issuer(address);
    const method = this.methods(address.split('#')[0]).find(one => one.id === address);
    if (!method) throw new Error(`${address} is not listed`);
    return method;
  }
}
