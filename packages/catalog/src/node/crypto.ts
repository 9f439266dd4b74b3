/** Blocking exports of node:crypto. */
import type { BlockingApi } from '../entry.ts'

export const crypto: readonly BlockingApi[] = 'pbkdf2 scrypt generateKeyPair generateKey hkdf generatePrime checkPrime'.split(' ').map(name => ({
  id: `node:crypto.${name}Sync`, module: 'node:crypto', name: `${name}Sync`, tier: 'cpu', effect: 'pure', remedy: 'await',
  twin: { module: 'node:crypto', name, form: 'promisify', ...(name === 'scrypt' ? { resultType: 'Buffer' } : {}) }, source: `https://nodejs.org/api/crypto.html#crypto${name.toLowerCase()}sync`,
}))
