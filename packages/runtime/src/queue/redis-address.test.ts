/** Checks how messages name a Redis. */
import { expect, test } from 'vitest'
import { redisAddress } from './redis-address.ts'

test.each([
  [{}, '127.0.0.1:6379'],
  [{ host: 'redis.test', port: 1 }, 'redis.test:1'],
  [{ url: 'rediss://user:secret@redis.test:7/1' }, 'redis.test:7'],
  [{ path: '/run/redis.sock', port: 1 }, '/run/redis.sock'],
  [{ options: { host: 'redis.test', port: 2 }, connect: () => undefined, duplicate: () => undefined }, 'redis.test:2'],
])('%o is %s, without a password', (connection, address) => {
  expect(redisAddress(connection)).toBe(address)
})
