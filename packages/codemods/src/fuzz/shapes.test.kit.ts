/** The forms in which a program declares a function. */

/** A function's parts: its name, its parameters, its return type (TypeScript) and the lines of its body. */
export interface Parts {
  readonly name: string
  readonly isTyped: boolean
  /** `: string`, or nothing. */
  readonly returns: string
  readonly body: readonly string[]
}

/** Lines that declare it, what is exported and how it is reached from that. */
export interface Shape {
  readonly path?: (name: string) => string
  readonly root?: (name: string) => string
  readonly lines: (parts: Parts) => readonly string[]
}

const n = ({ isTyped }: Parts): string => (isTyped ? 'n: number' : 'n')

const instance = (name: string): string => `the${name}`
const member = (name: string): string => `.${name}`

/** Shapes, plain ones first. */
export const shapes: readonly Shape[] = [
  { lines: (p) => [`function ${p.name}(${n(p)})${p.returns} {`, ...p.body, '}'] },
  { lines: (p) => [`const ${p.name} = (${n(p)})${p.returns} => {`, ...p.body, '}'] },
  { lines: (p) => [`const ${p.name} = function (${n(p)})${p.returns} {`, ...p.body, '}'] },
  { lines: (p) => [`function ${p.name}(${n(p)}, k = 1)${p.returns} {`, ...p.body.slice(0, -1), `return out.join('|') + k`, '}'] },
  {
    lines: (p) => [
      `function ${p.name}(${n(p)}, ...rest${p.isTyped ? ': unknown[]' : ''})${p.returns} {`,
      ...p.body.slice(0, -1),
      `return out.join('|') + rest.length`,
      '}',
    ],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [`const ${instance(p.name)} = {`, `${p.name}(${n(p)})${p.returns} {`, ...p.body, '},', '}'],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [`const ${instance(p.name)} = {`, `${p.name}: (${n(p)})${p.returns} => {`, ...p.body, '},', '}'],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      `class C${p.name} {`,
      `${p.name}(${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      '}',
      `const ${instance(p.name)} = new C${p.name}()`,
    ],
  },
  {
    root: (name) => `C${name}`,
    path: member,
    lines: (p) => [`class C${p.name} {`, `static ${p.name}(${n(p)})${p.returns} {`, ...p.body, '}', '}'],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      `class C${p.name} {`,
      `#load(${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      `${p.name}(${n(p)})${p.returns} {`,
      `return this.#load(n)`,
      '}',
      '}',
      `const ${instance(p.name)} = new C${p.name}()`,
    ],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      `class C${p.name} {`,
      `${p.name} = (${n(p)})${p.returns} => {`,
      ...p.body,
      '}',
      '}',
      `const ${instance(p.name)} = new C${p.name}()`,
    ],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      `class B${p.name} {`,
      `${p.name}(${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      '}',
      `class C${p.name} extends B${p.name} {`,
      `${p.isTyped ? 'override ' : ''}${p.name}(${n(p)})${p.returns} {`,
      `return 'sub ' + super.${p.name}(n)`,
      '}',
      '}',
      `const ${instance(p.name)} = new C${p.name}()`,
    ],
  },
  {
    root: instance,
    path: (name) => `.run${name}`,
    lines: (p) => [
      `class B${p.name} {`,
      `run${p.name}(${n(p)})${p.returns} {`,
      `return 'run ' + this.step${p.name}(n)`,
      '}',
      `step${p.name}(${n(p)})${p.isTyped ? ': string' : ''} {`,
      `return 'none' + n`,
      '}',
      '}',
      `class C${p.name} extends B${p.name} {`,
      `${p.isTyped ? 'override ' : ''}step${p.name}(${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      '}',
      `const ${instance(p.name)} = new C${p.name}()`,
    ],
  },
  {
    lines: (p) => [
      `function make${p.name}() {`,
      `return function (${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      '}',
      `const ${p.name} = make${p.name}()`,
    ],
  },
  {
    root: instance,
    path: (name) => `.inner.${name}`,
    lines: (p) => [`const ${instance(p.name)} = {`, 'inner: {', `${p.name}(${n(p)})${p.returns} {`, ...p.body, '},', '},', '}'],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      `const ${instance(p.name)} = {`,
      `prefix: 'own ',`,
      `${p.name}(${n(p)})${p.returns} {`,
      `return this.prefix + this.load${p.name}(n)`,
      '},',
      `load${p.name}(${n(p)})${p.isTyped ? ': string' : ''} {`,
      ...p.body,
      '},',
      '}',
    ],
  },
  {
    root: instance,
    path: member,
    lines: (p) => [
      ...(p.isTyped ? [`interface I${p.name} {`, `${p.name}(n: number): string`, '}'] : []),
      `class C${p.name} ${p.isTyped ? `implements I${p.name} ` : ''}{`,
      `${p.name}(${n(p)})${p.returns} {`,
      ...p.body,
      '}',
      '}',
      `const ${instance(p.name)}${p.isTyped ? `: I${p.name}` : ''} = new C${p.name}()`,
    ],
  },
  {
    lines: (p) => [
      ...(p.isTyped ? [`function ${p.name}(n: number): string`, `function ${p.name}(n: number, k: string): string`] : []),
      `function ${p.name}(${n(p)}${p.isTyped ? ', k?: string' : ', k'})${p.isTyped ? ': string' : ''} {`,
      ...p.body.slice(0, -1),
      `return out.join('|') + (typeof k === 'string' ? k : '')`,
      '}',
    ],
  },
]
