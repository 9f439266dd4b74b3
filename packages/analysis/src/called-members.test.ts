/** Methods that frameworks and the platform call of classes that implement or extend their types, and what libraries call back. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

const reachOf = (code: string): string[] =>
  callsOf(scratchProject({ 'src/app.ts': `import fs from 'node:fs'\nimport bcrypt from 'bcrypt'\n${code}` })).map(
    (each) => each.split(' ')[2]!,
  )

test.each([
  [
    'a guard',
    `import { CanActivate } from '@nestjs/common'\nexport class Guard implements CanActivate { canActivate() { return fs.readFileSync('a') } }`,
  ],
  [
    'a pipe',
    `import { PipeTransform } from '@nestjs/common'\nexport class Pipe implements PipeTransform { transform() { return fs.readFileSync('a') } }`,
  ],
  [
    'a strategy by a function that makes the base class',
    `import { PassportStrategy } from '@nestjs/passport'\nimport { Strategy } from 'x'\nexport class Local extends PassportStrategy(Strategy) { validate() { return fs.readFileSync('a') } }`,
  ],
  [
    'a stream, through a class of the project',
    `import { Transform } from 'node:stream'\nclass Base extends Transform {}\nexport class Copy extends Base { _transform(chunk, encoding, done) { fs.appendFileSync('a', chunk); done() } }`,
  ],
])('%s', (_what, code) => {
  expect(reachOf(code)).toEqual(['loop'])
})

test('a method of that name is no such method where the type is another', () => {
  expect(
    reachOf(`import { Other } from '@nestjs/common'\nexport class Guard extends Other { canActivate() { return fs.readFileSync('a') } }`),
  ).toEqual(['unreached'])
})

test.each([
  [
    'multer',
    `import multer from 'multer'\nexport const storage = multer.diskStorage({ destination(req, file, done) { fs.mkdirSync('a'); done(null, 'a') } })`,
  ],
  [
    'Passport',
    `import { Strategy } from 'passport-local'\nexport const local = new Strategy((user, password, done) => { done(null, bcrypt.compareSync(password, user)) })`,
  ],
  [
    'Mongoose',
    `import mongoose from 'mongoose'\nconst user = new mongoose.Schema({})\nuser.pre('save', function (next) { this.hash = bcrypt.hashSync(this.password, 10); next() })`,
  ],
  [
    'Sequelize',
    `import { Sequelize } from 'sequelize'\nconst db = new Sequelize('x')\ndb.define('user', {}, { hooks: { beforeCreate(user) { user.hash = bcrypt.hashSync(user.password, 10) } } })`,
  ],
  [
    'TypeORM',
    `import { BeforeInsert } from 'typeorm'\nexport class User { @BeforeInsert() hash() { this.hashed = bcrypt.hashSync(this.password, 10) } }`,
  ],
  ['node-schedule', `import { scheduleJob } from 'node-schedule'\nscheduleJob('* * * * *', () => { fs.readFileSync('a') })`],
  ['Socket.IO', `import { Server } from 'socket.io'\nconst io = new Server()\nio.use((socket, next) => { fs.readFileSync('a'); next() })`],
  [
    'schedule of NestJS',
    `import { Cron } from '@nestjs/schedule'\nexport class Jobs { @Cron('* * * * *') clean() { fs.readFileSync('a') } }`,
  ],
])('what %s calls back runs on the loop', (_library, code) => {
  expect(reachOf(code)).toEqual(['loop'])
})

test('who registers what may come at any time need not set a server up', () => {
  const init = (call: string): string => `import { Strategy } from 'passport-local'
import express from 'express'
const app = express()
export async function activate() { fs.readFileSync('a'); ${call} }`
  expect(reachOf(init(`new Strategy(() => {})`))).toEqual(['loop'])
  expect(reachOf(init(`app.use('/a', () => {})`))).toEqual(['start-up'])
})
