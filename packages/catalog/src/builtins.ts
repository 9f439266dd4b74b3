/** The entries of Node's builtin modules and globals. */
import type { BlockingApi } from './entry.ts'
import { childProcess } from './node/child_process.ts'
import { crypto } from './node/crypto.ts'
import { fs } from './node/fs.ts'
import { globals } from './node/globals.ts'
import { inspector } from './node/inspector.ts'
import { nodeModule } from './node/module.ts'
import { nodeProcess } from './node/process.ts'
import { sqlite } from './node/sqlite.ts'
import { v8 } from './node/v8.ts'
import { vm } from './node/vm.ts'
import { wasi } from './node/wasi.ts'
import { zlib } from './node/zlib.ts'

/** One list per file of `node/`. */
export const builtins: readonly BlockingApi[] = [
  fs,
  childProcess,
  crypto,
  zlib,
  sqlite,
  vm,
  v8,
  nodeModule,
  nodeProcess,
  inspector,
  wasi,
  globals,
].flat()
