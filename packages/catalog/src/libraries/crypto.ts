/** Blocking calls of libraries that derive keys and make key pairs: sodium-native, node-forge. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const

const hashing = [
  'crypto_pwhash',
  'crypto_pwhash_str',
  'crypto_pwhash_str_verify',
  'crypto_pwhash_scryptsalsa208sha256',
  'crypto_pwhash_scryptsalsa208sha256_str',
  'crypto_pwhash_scryptsalsa208sha256_str_verify',
  'extension_pbkdf2_sha512',
]
const withCallback = (name: string, alias: string): Row => ({
  ...computes,
  name,
  aliases: [alias],
  onlyWithoutCallback: true,
  twin: { module: 'node-forge', name, form: 'manual', note: 'with a callback, it lets node:crypto compute where it can' },
})

/** What else they do takes microseconds. */
export const crypto: readonly BlockingApi[] = [
  ...apisOf(
    'sodium-native',
    'https://sodium-friends.github.io/docs/docs/getstarted',
    hashing.map((name): Row => ({ ...computes, name, twin: { module: 'sodium-native', name: `${name}_async`, form: 'promisify' } })),
  ),
  ...apisOf('node-forge', 'https://github.com/digitalbazaar/forge#rsa', [
    withCallback('pki.rsa.generateKeyPair', 'rsa.generateKeyPair'),
    withCallback('pkcs5.pbkdf2', 'pbkdf2'),
    ...['createCertificate', 'createCertificationRequest'].map((made): Row => ({ ...computes, name: `pki.${made}#sign` })),
  ]),
]
