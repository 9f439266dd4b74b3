/** Checks what is made of headers, cookies, addresses and bodies, also of those that nobody sends by accident. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadRequestError, HeadersTooLargeError } from '../errors.ts'
import { checkHeaders, defaultLimits } from './limits.ts'
import { bodyOf, cookiesOf, fieldsOf, headersOf, splitUrl } from './request-data.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const plain = (value: object): object => ({ ...value })

test('of headers that may come once the first counts, others are joined, and none reaches a prototype', () => {
  const raw = ['Host', 'a', 'host', 'b', 'Accept', 'x', 'accept', 'y', 'Set-Cookie', '1', 'set-cookie', '2', '__proto__', 'z', ':path', '/']
  const headers = headersOf(raw)
  expect(Object.entries(headers)).toEqual([
    ['host', 'a'],
    ['accept', 'x, y'],
    ['set-cookie', ['1', '2']],
    ['__proto__', 'z'],
  ])
  expect(Object.getPrototypeOf(headers)).toBeNull()
})

test('headers are checked before anything is made of them', () => {
  const many = Array.from({ length: 201 }, (_, index) => [`x-${index}`, '1']).flat()
  expect(() => checkHeaders(many, defaultLimits)).toThrow(HeadersTooLargeError)
  expect(() => checkHeaders(many, defaultLimits)).toThrow(
    'The request has 201 headers; 200 are allowed (maxHeaders). Send fewer, or raise the limit.',
  )
  expect(() => checkHeaders(['x', 'y'.repeat(32 * 1024)], defaultLimits)).toThrow(/32769 bytes of headers; 32768 are allowed/)
  expect(() => checkHeaders(many.slice(2), defaultLimits)).not.toThrow()
})

test('cookies: the first of a name, without quotes, decoded where they can be', () => {
  expect(plain(cookiesOf('a=1; a=2; b="x y"; c=%20; d=%zz; =e; f; __proto__=g'))).toEqual({
    a: '1',
    b: 'x y',
    c: ' ',
    d: '%zz',
    ['__proto__']: 'g',
  })
})

test('fields: a list where a name comes again, and no more than are allowed', () => {
  expect(plain(fieldsOf('a=1&b=2&a=3&c=%C3%A4+x', defaultLimits))).toEqual({ a: ['1', '3'], b: '2', c: 'ä x' })
  expect(() => fieldsOf('a=1&b=2&c=3', { ...defaultLimits, maxFields: 2 })).toThrow(BadRequestError)
})

test.each([
  ['/a/b?c=d?e', '/a/b', 'c=d?e'],
  ['/a#b?c', '/a', ''],
  ['http://shop.example:80/a?b', '/a', 'b'],
  ['http://shop.example?b', '/', 'b'],
  ['*', '*', ''],
  ['', '/', ''],
])('the address %s', (url, path, search) => {
  expect(splitUrl(url)).toEqual({ path, search })
})

test('bodies by their type', () => {
  const of = (type: string, body: Uint8Array, more = {}): unknown => bodyOf(body, { 'content-type': type, ...more }, defaultLimits)
  expect(of('application/json; charset=UTF-8', bytes('{"a":[1]}'))).toEqual({ a: [1] })
  expect(of('application/problem+json', bytes('null'))).toBeNull()
  expect(plain(of('application/x-www-form-urlencoded', bytes('a=1&a=2')) as object)).toEqual({ a: ['1', '2'] })
  expect(of('text/plain', bytes('ä'))).toBe('ä')
  expect(of('text/plain; charset=latin1', new Uint8Array([228]))).toEqual(new Uint8Array([228]))
  expect(of('application/json', bytes('{}'), { 'content-encoding': 'gzip' })).toEqual(bytes('{}'))
  expect(of('image/png', bytes('x'))).toEqual(bytes('x'))
  expect(of('application/json', new Uint8Array())).toBeUndefined()
  expect(() => of('application/json', bytes('{'))).toThrow(/^The body is not JSON, which its type says: /)
  expect(() => of('text/plain', new Uint8Array([0xff]))).toThrow(/^The body is not UTF-8/)
})

test('whatever comes, it is read, or refused as a bad request', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 200 })
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 40 }), texts, texts, fc.uint8Array(), (raw, url, cookie, body) => {
      for (const value of Object.values(headersOf(raw))) expect(typeof value === 'string' || Array.isArray(value)).toBe(true)
      for (const value of Object.values(cookiesOf(cookie))) expect(typeof value).toBe('string')
      expect(splitUrl(url).path.length).toBeGreaterThan(0)
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', cookie]) {
        try {
          bodyOf(body, { 'content-type': type }, defaultLimits)
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequestError)
        }
      }
    }),
  )
})
