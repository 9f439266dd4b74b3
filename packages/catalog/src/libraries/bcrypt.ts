/** Blocking calls of libraries that hash passwords. */
import type { BlockingApi, Tier } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const hashing = (module: string, names: string, note?: string, tier: Tier = 'cpu'): Row[] =>
  names
    .split(' ')
    .map((name): Row => ({ name: `${name}Sync`, tier, effect: 'pure', twin: { module, name, form: 'same', ...(note && { note }) } }))

const inPieces = 'computes on the same thread, in pieces of 100 ms'

/** `genSaltSync` asks for 16 random bytes; the others compute for as long as their cost says. */
export const bcrypt: readonly BlockingApi[] = [
  ...apisOf('bcrypt', 'https://github.com/kelektiv/node.bcrypt.js#api', [
    ...hashing('bcrypt', 'hash compare'),
    ...hashing('bcrypt', 'genSalt', undefined, 'metadata'),
  ]),
  ...apisOf('bcryptjs', 'https://github.com/dcodeIO/bcrypt.js#api', [
    ...hashing('bcryptjs', 'hash compare', inPieces),
    ...hashing('bcryptjs', 'genSalt', undefined, 'metadata'),
  ]),
  ...apisOf('@node-rs/bcrypt', 'https://github.com/napi-rs/node-rs/tree/main/packages/bcrypt', [
    ...hashing('@node-rs/bcrypt', 'hash compare verify'),
    ...hashing('@node-rs/bcrypt', 'genSalt', undefined, 'metadata'),
  ]),
  ...apisOf(
    '@node-rs/argon2',
    'https://github.com/napi-rs/node-rs/tree/main/packages/argon2',
    hashing('@node-rs/argon2', 'hash hashRaw verify'),
  ),
]
