/** Effects of what lies outside the project: exports of modules, and globals. */
import type { Catalog } from '@offloop/catalog'
import { catalogueNames } from '../join/external-names.ts'
import { isChangeName } from './names.ts'

/** What a piece of code does, from where it stands: `order` = it tells the time, waits or draws lots; `unknown` = nobody knows. */
export type EffectKind = 'pure' | 'read' | 'write' | 'order' | 'unknown'

/** An effect, with what has it. */
export interface Effect {
  readonly kind: EffectKind
  /** What does it, as the end of "… because": only where it is neither pure nor a read. */
  readonly why?: string
  /** Unknown, and nothing says that it changes anything: a name may be believed. */
  readonly isVague?: boolean
  /** A call of it gives a promise, and never throws. */
  readonly isAsync?: boolean
}

const pure: Effect = { kind: 'pure' }
const read: Effect = { kind: 'read' }

/** Modules of Node of which all that is called computes or asks. */
const computing =
  /^node:(?:path|path\/posix|path\/win32|url|util|util\/types|querystring|string_decoder|punycode|buffer|os|assert|assert\/strict)$/u
/** Packages that only compute; what they call back is looked at on its own. */
const computingPackages =
  /^(?:lodash(?:-es)?(?:\/[\w/]+)?|lodash\.\w+|ramda|date-fns(?:\/\w+)?|upath|pathe|slash|semver|qs|url-join|deepmerge|fast-deep-equal|picomatch|minimatch|micromatch|escape-string-regexp|strip-ansi|ms|js-yaml|yaml|marked|he|html-entities|mime-types|fast-json-stable-stringify)$/u
/** Of those: what changes its argument, keeps something, waits or draws lots. */
const changing =
  /(?:^|\.)(?:set(?:With)?|unset|update(?:With)?|assign\w*|extend\w*|merge(?:With)?|defaults(?:Deep)?|remove|pull\w*|fill|reverse|mixin|memoize|debounce|throttle|once|after|before|delay|defer|random|sample\w*|shuffle|uniqueId|now|tap|thru|invoke\w*|bindAll|chain|use|setOptions)$/u
const hashing = /^(?:createHash|createHmac|hash|timingSafeEqual|getHashes)$/u

/** The effect of calling an export. */
export function externalEffect(module: string, path: string, catalog: Catalog): Effect {
  const prefixed = catalog.knows(module) && catalog.knows(`node:${module}`) ? `node:${module}` : module
  const whole = prefixed.startsWith('node:') || !isBuiltin.has(module) ? prefixed : `node:${module}`
  const listed = asyncEffects(catalog)
  const [at, rest] =
    whole === 'node:fs' && /^(?:default\.)?promises\./u.test(path)
      ? ['node:fs/promises', path.replace(/^.*promises\./u, '')]
      : [whole, path]
  if (at === 'node:crypto' && /(?:^|\.)(?:random|generate|getRandom)/u.test(rest))
    return { kind: 'order', why: `\`${rest}\` gives another value each time` }
  for (const name of catalogueNames(rest)) {
    const found = listed.get(`${at}\0${name}`)
    if (found) return withReason(found, `\`${name}\` of ${at}`)
    const api = catalog.find(at, name)
    if (api) return withReason({ kind: kindOf(api.effect) }, `\`${name}\` of ${at}`)
  }
  if (computing.test(at)) return pure
  const name = path.replace(/^default\./u, '')
  if (computingPackages.test(at) && !changing.test(path) && !changing.test(at.replace('/', '.'))) return pure
  if (at === 'node:crypto') return hashing.test(name) ? pure : { kind: 'order', why: `\`${name}\` gives another value each time` }
  if (/^node:dns(?:\/promises)?$/u.test(at)) return { kind: 'read', isAsync: at.endsWith('promises') }
  if (/^node:timers(?:\/promises)?$/u.test(at)) return { kind: 'order', why: `\`${name}\` waits` }
  if (at === 'node:child_process') return { kind: 'write', why: `\`${name}\` runs a program` }
  return { kind: 'unknown', why: `nothing is known of \`${name || 'default'}\` of ${module}`, isVague: !isChangeName(name) }
}

const isBuiltin = new Set(
  'assert buffer child_process crypto dns dns/promises fs fs/promises os path querystring string_decoder timers timers/promises url util zlib'.split(
    ' ',
  ),
)

function withReason(effect: Effect, what: string): Effect {
  return effect.kind === 'write' ? { ...effect, why: `${what} changes something` } : effect
}

function kindOf(effect: 'read' | 'write' | 'pure' | 'process'): EffectKind {
  return effect === 'process' ? 'write' : effect
}

const tables = new WeakMap<Catalog, ReadonlyMap<string, Effect>>()

/** The async twins of the catalogue have the effects of what they stand for. */
function asyncEffects(catalog: Catalog): ReadonlyMap<string, Effect> {
  const known = tables.get(catalog)
  if (known) return known
  const table = new Map<string, Effect>()
  for (const { module, name, effect, twin } of catalog.apis) {
    // what another way has to be found for does not say what that does
    if (!twin || twin.form === 'manual' || name.includes('#') || twin.name.includes('#')) continue
    const isAsync = twin.form === 'same' || twin.form === 'exists'
    table.set(`${twin.module}\0${twin.name}`, { kind: kindOf(effect), isAsync })
    if (module === 'node:fs') table.set(`${module}\0${name.replace(/Sync(?=$|\.)/u, '')}`, { kind: kindOf(effect) })
  }
  tables.set(catalog, table)
  return table
}

const pureGlobals =
  /^(?:Math|JSON|Number|String|Boolean|BigInt|Array|Object|Symbol|Promise|URL|Buffer|ArrayBuffer|Intl|Iterator|Temporal|AbortSignal\.(?:timeout|any)|Date\.(?:parse|UTC)|structuredClone|(?:en|de)codeURI(?:Component)?|parseInt|parseFloat|isNaN|isFinite|atob|btoa|\w*Error)(?:[.(#].*)?$/u
const made =
  /^(?:Map|Set|WeakMap|WeakSet|Array|Object|URL|URLSearchParams|RegExp|Promise|AbortController|TextDecoder|TextEncoder|Headers|Request|FormData|Blob|Date|DataView|ArrayBuffer|\w*Error|(?:Big)?(?:Ui|I)nt(?:8|16|32|64)(?:Clamped)?Array|Float\d+Array|Intl\.\w+)$/u
const ordering = /^(?:Math\.random|Date\.now|performance\.\w+|crypto\.(?:randomUUID|getRandomValues)|process\.(?:hrtime.*|uptime))$/u
const waiting = /^(?:set(?:Timeout|Interval|Immediate)|queueMicrotask|process\.nextTick|requestAnimationFrame)$/u

/** The effect of calling a global, or of making an instance of it. */
export function globalEffect(path: string, isNew: boolean, hasArguments: boolean): Effect {
  const name = path.replace(/^globalThis\./u, '')
  if (ordering.test(name) || (name === 'Date' && !hasArguments)) return { kind: 'order', why: `\`${name}\` gives another value each time` }
  if (waiting.test(name)) return { kind: 'order', why: `\`${name}\` waits` }
  if (/^(?:console|process\.std(?:out|err))\./u.test(name)) return { kind: 'write', why: `\`${name}\` prints` }
  if (isNew ? made.test(name) : pureGlobals.test(name)) return pure
  if (/^process\.(?:cwd|memoryUsage|getuid|getgid|env\.\w+)/u.test(name)) return read
  return { kind: 'unknown', why: `nothing is known of \`${name}\``, isVague: !isChangeName(name.split('.').at(-1) ?? '') }
}

/** Methods that compute on whatever has them, and change nothing: those of texts, arrays, dates and promises. */
export const pureMethods = new Set([
  ...['trim', 'trimStart', 'trimEnd', 'split', 'toUpperCase', 'toLowerCase', 'startsWith', 'endsWith', 'padStart', 'padEnd', 'charAt'],
  ...['charCodeAt', 'codePointAt', 'slice', 'substring', 'substr', 'replace', 'replaceAll', 'repeat', 'match', 'matchAll', 'normalize'],
  ...['localeCompare', 'includes', 'indexOf', 'lastIndexOf', 'concat', 'map', 'filter', 'flatMap', 'flat', 'some', 'every'],
  ...['toSorted', 'toReversed', 'toSpliced', 'toString', 'toFixed', 'toISOString', 'toJSON', 'valueOf', 'getTime', 'hasOwnProperty'],
  ...['then', 'catch', 'finally', 'isFile', 'isDirectory', 'isSymbolicLink', 'digest'],
])
/** Methods that compute on arrays, maps, sets and texts, and do anything elsewhere. */
export const builtinMethods = new Set([
  ...['get', 'has', 'keys', 'values', 'entries', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight', 'forEach'],
  ...['at', 'join', 'with', 'test', 'exec', 'search', 'subarray', 'equals', 'readUInt8', 'readUInt32BE', 'readUInt32LE'],
])
/** Methods that change what has them. */
export const mutators = new Set([
  ...['push', 'unshift', 'pop', 'shift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear', 'append'],
])
/** Methods that take the body of an answer to a request. */
export const bodies = new Set(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'])
