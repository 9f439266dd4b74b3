/** Blocking exports of node:crypto. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

const module = 'node:crypto'

function row(signature: string, twin: Omit<Twin, 'module'> | undefined, more: Partial<Row> = {}): Row {
  const name = signature.slice(0, signature.indexOf('('))
  return {
    name,
    tier: 'cpu',
    effect: 'pure',
    ...(twin && { twin: { module, ...twin } }),
    source: docsOf('crypto', `crypto.${signature}`),
    ...more,
  }
}

const promisify = (name: string, more: Partial<Twin> = {}): Omit<Twin, 'module'> => ({ name, form: 'promisify', ...more })

/** A few microseconds for the sizes that tokens and keys have (measured: 2 for 16 bytes, 760 for a megabyte), hence not `cpu`. */
const small = { tier: 'metadata', onlyWithoutCallback: true } as const

/** Objects that compute step by step: `createSign(a).update(b).sign(c)`. */
const ofSigner = (kind: 'Sign' | 'Verify', method: 'sign' | 'verify', signature: string): Row => ({
  name: `${kind}#${method}`,
  aliases: [`create${kind}#${method}`, `create${kind}#update#${method}`],
  tier: 'cpu',
  effect: 'pure',
  twin: { module, name: method, form: 'manual', note: 'takes all data at once and a callback' },
  source: docsOf('crypto', signature),
})

const ofExchange = (kind: 'DiffieHellman' | 'DiffieHellmanGroup' | 'ECDH', method: string, signature: string): Row => ({
  name: `${kind}#${method}`,
  aliases: (kind === 'DiffieHellmanGroup' ? ['createDiffieHellmanGroup', 'getDiffieHellman'] : [`create${kind}`]).map(
    (factory) => `${factory}#${method}`,
  ),
  tier: 'cpu',
  effect: 'pure',
  source: docsOf('crypto', signature),
})

/** What blocks in node:crypto. Hashes and ciphers are not listed: what they cost depends on how much they are given. */
export const crypto: readonly BlockingApi[] = apisOf(module, 'https://nodejs.org/api/crypto.html', [
  row('argon2Sync(algorithm, parameters)', promisify('argon2'), { since: '>=24.7' }),
  row('checkPrimeSync(candidate[, options])', promisify('checkPrime')),
  row('generateKeyPairSync(type, options)', promisify('generateKeyPair', { note: 'resolves to { publicKey, privateKey }' })),
  row('generateKeySync(type, options)', promisify('generateKey')),
  row('generatePrimeSync(size[, options])', promisify('generatePrime')),
  row('hkdfSync(digest, ikm, salt, info, keylen)', promisify('hkdf')),
  row('pbkdf2Sync(password, salt, iterations, keylen, digest)', promisify('pbkdf2')),
  row('scryptSync(password, salt, keylen[, options])', promisify('scrypt', { resultType: 'Buffer' })),
  row('randomFillSync(buffer[, offset][, size])', promisify('randomFill'), { tier: 'metadata' }),
  row('randomBytes(size[, callback])', promisify('randomBytes'), small),
  row('randomInt([min, ]max[, callback])', promisify('randomInt'), small),
  row('sign(algorithm, data, key[, callback])', promisify('sign'), { onlyWithoutCallback: true }),
  row('verify(algorithm, data, key, signature[, callback])', promisify('verify'), { onlyWithoutCallback: true }),
  row('encapsulate(key[, callback])', promisify('encapsulate'), { onlyWithoutCallback: true, since: '>=24.7' }),
  row('decapsulate(key, ciphertext[, callback])', promisify('decapsulate'), { onlyWithoutCallback: true, since: '>=24.7' }),
  // Node 24 gave it a callback; before, one that is passed is never called.
  row('diffieHellman(options[, callback])', undefined, { onlyWithoutCallback: true }),
  row('createDiffieHellman(primeLength[, generator])', undefined),
  row('privateDecrypt(privateKey, buffer)', { name: 'subtle.decrypt', form: 'manual', note: 'takes a CryptoKey' }),
  row('publicEncrypt(key, buffer)', { name: 'subtle.encrypt', form: 'manual', note: 'takes a CryptoKey' }),
  row('privateEncrypt(privateKey, buffer)', undefined),
  row('publicDecrypt(key, buffer)', undefined),
  ofSigner('Sign', 'sign', 'sign.sign(privateKey[, outputEncoding])'),
  ofSigner('Verify', 'verify', 'verify.verify(object, signature[, signatureEncoding])'),
  ...(['DiffieHellman', 'DiffieHellmanGroup'] as const).flatMap((kind) => [
    ofExchange(kind, 'generateKeys', 'diffieHellman.generateKeys([encoding])'),
    ofExchange(kind, 'computeSecret', 'diffieHellman.computeSecret(otherPublicKey[, inputEncoding][, outputEncoding])'),
  ]),
  ofExchange('ECDH', 'generateKeys', 'ecdh.generateKeys([encoding[, format]])'),
  ofExchange('ECDH', 'computeSecret', 'ecdh.computeSecret(otherPublicKey[, inputEncoding][, outputEncoding])'),
])
