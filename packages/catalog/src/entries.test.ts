import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtins } from './builtins.ts'
import { defaultCatalog } from './default-catalog.ts'
import { extensionShape } from './extension-shape.ts'
import { frameworks } from './frameworks.ts'
import { libraries } from './libraries.ts'

const apis = [...builtins, ...libraries]

test('every entry has an id of its own, made of its module and its name', () => {
  expect(apis.filter(({ id, module, name }) => id !== `${module}.${name}`)).toEqual([])
  expect(new Set(apis.map(({ id }) => id)).size).toBe(apis.length)
  expect(defaultCatalog.apis).toHaveLength(apis.length)
})

test('every shipped entry and handler passes the checks of an extension', () => {
  expect(extensionShape({ apis: apis.map(({ id: _id, ...rest }) => rest), handlers: frameworks }, '')).toBeUndefined()
})

test('no alias is the name or the alias of another entry of its module', () => {
  const names = apis.flatMap(({ module, name, aliases = [] }) => [name, ...aliases].map((each) => `${module} ${each}`))
  expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([])
})

test('no twin blocks itself, unless it is given a callback', () => {
  const blocking = apis.filter(({ twin }) => {
    const found = twin && defaultCatalog.find(twin.module, twin.name)
    return found !== undefined && !found.onlyWithoutCallback && !/calls back|with a callback/u.test(twin?.note ?? '')
  })
  expect(blocking.map(({ id }) => id)).toEqual([])
})

test('a twin whose shape differs says how', () => {
  expect(apis.filter(({ twin }) => twin?.form === 'manual' && twin.note === undefined).map(({ id }) => id)).toEqual([])
})

test('notes can follow a colon: they begin small and end without a full stop', () => {
  const notes = apis.flatMap(({ twin }) => twin?.note ?? [])
  expect(notes.filter((note) => !/^[a-z].*[^.]$/u.test(note) || note.length > 110)).toEqual([])
})

test('every source is a page', () => {
  expect(
    [...apis, ...frameworks].filter(({ source }) => !URL.canParse(source) || !source.startsWith('https://')).map(({ id }) => id),
  ).toEqual([])
  expect(
    builtins
      .filter(({ module, source }) => module !== 'globalThis' && !/^https:\/\/nodejs\.org\/api\/[a-z_0-9]+\.html/u.test(source))
      .map(({ id }) => id),
  ).toEqual([])
})

test('database handles belong to a thread, and nothing else says so', () => {
  expect(apis.filter(({ tier, threadSensitive }) => (tier === 'database') !== (threadSensitive === true)).map(({ id }) => id)).toEqual([])
})

test('what is moved to a thread is worth the way there, and no foreign code', () => {
  expect(apis.filter(({ crosses, tier, effect }) => crosses && (tier === 'metadata' || effect === 'process')).map(({ id }) => id)).toEqual(
    [],
  )
})

test('every file of a folder is in its list', async () => {
  for (const [folder, list] of [
    ['node', builtins],
    ['libraries', libraries],
    ['frameworks', frameworks],
  ] as const) {
    const ids = new Set<string>(list.map(({ id }) => id))
    for (const file of readdirSync(new URL(folder, import.meta.url)).filter(
      (name) => /\.[tj]s$/u.test(name) && !/\.d\.ts$|heading/u.test(name),
    )) {
      const path = `./${folder}/${file}`
      const exported = Object.values((await import(/* @vite-ignore */ path)) as Record<string, readonly { id: string }[]>).flat()
      expect(exported.length, file).toBeGreaterThan(0)
      expect(
        exported.filter(({ id }) => !ids.has(id)),
        file,
      ).toEqual([])
    }
  }
})

test('the libraries that people use most are known', () => {
  const wanted =
    'better-sqlite3 libsql bcrypt bcryptjs @node-rs/argon2 jsonwebtoken execa cross-spawn glob fast-glob globby tinyglobby fs-extra graceful-fs jsonfile mkdirp rimraf del make-dir write-file-atomic find-up pkg-dir read-pkg load-json-file cosmiconfig lilconfig resolve which adm-zip xlsx ejs pug nunjucks sync-request sync-fetch deasync synckit readline-sync prompt-sync @babel/core typescript terser svgo lightningcss node-sass pako snappy lz4 lz4-napi zstd-napi lz-string brotli canvas @napi-rs/canvas pngjs jpeg-js sodium-native node-forge lmdb classic-level level conf configstore lowdb lowdb/node node-localstorage dotenv properties-reader fs-jetpack klaw-sync walk-sync recursive-readdir-sync dir-glob is-file path-type csv-parse/sync csv-stringify/sync make-synchronous sync-child-process'
  expect(wanted.split(' ').filter((module) => !defaultCatalog.knows(module))).toEqual([])
})

test('the frameworks that people use most are known', () => {
  const wanted =
    'express fastify koa hono node:http @nestjs/common h3 nitro nitropack/runtime connect polka restify @hapi/hapi elysia @feathersjs/feathers @trpc/server @apollo/server @react-router/express @remix-run/express @middy/core ws socket.io bullmq bull kafkajs amqplib node-cron cron telegraf grammy discord.js probot @octokit/webhooks @slack/bolt'
  expect(wanted.split(' ').filter((module) => defaultCatalog.handlersOf(module).length === 0)).toEqual([])
})

test('handlers have ids of their own, register somehow, and their majors do not overlap', () => {
  expect(new Set(frameworks.map(({ id }) => id)).size).toBe(frameworks.length)
  for (const { module, methods, events, receivers, receiverTypes, id } of frameworks) {
    if (methods.length > 0 || events) expect(receivers.length + receiverTypes.length, id).toBeGreaterThan(0)
    for (let major = 0; major < 99; major++) expect(defaultCatalog.handlersOf(module, major), module).toHaveLength(1)
  }
})

test('a dropped rejection is forwarded somewhere, and a handled one is not', () => {
  expect(
    frameworks.filter(({ rejection, forward }) => (rejection === 'unhandled') !== (forward !== undefined)).map(({ id }) => id),
  ).toEqual([])
})

test('receivers are written as calls or constructions', () => {
  expect(frameworks.flatMap(({ receivers }) => receivers).filter((each) => !/^(?:new )?[\w.]+\(\)$/u.test(each))).toEqual([])
})
