/** A synthetic server in TypeScript: modules of handlers, services and helpers; some call blocking functions three deep, others keep all in memory. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const filler = Array.from(
  { length: 40 },
  (_, index) => `  const part${index} = total + ${index}\n  if (part${index} % 7 === 3) total += part${index} * 2\n`,
).join('')

/** Writes about 115 lines a module below `folder`; one module in `every` blocks, with three calls. */
export function writeProject(folder: string, modules: number, every = 1): void {
  mkdirSync(join(folder, 'src'), { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "bench-server", "private": true, "type": "module", "dependencies": { "express": "^5" } }\n',
  )
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "types": ["node"], "skipLibCheck": true }, "include": ["src"] }\n',
  )
  for (let index = 0; index < modules; index++)
    writeFileSync(join(folder, 'src', `module-${index}.ts`), moduleText(index, modules, index % every === 0))
}

function moduleText(index: number, modules: number, isBlocking: boolean): string {
  const next = (index + 1) % modules
  return `import { Router } from "express";
${isBlocking ? 'import { existsSync, readFileSync, writeFileSync } from "node:fs";\n' : ''}import { shared${next} } from "./module-${next}.js";

export interface Item${index} { id: string; count: number; }

export function shared${index}(value: number): number {
  let total = value
${filler}  return total
}

export class Store${index} {
${isBlocking ? onDisk(index) : inMemory(index)}  add(item: Item${index}): number {
    const items = this.load();
    items.push(item);
    this.save(items);
    return items.length;
  }
}

const store = new Store${index}("store-${index}.json");
export const router${index}: Router = Router();
router${index}.get("/items", (_req, res) => {
  res.json(store.load().map((item) => ({ ...item, count: shared${next}(item.count) })));
});
router${index}.post("/items", (req, res) => {
  res.json({ count: store.add({ id: String(req.query.id), count: 1 }) });
});
`
}

function onDisk(index: number): string {
  return `  constructor(private readonly path: string) {}
  load(): Item${index}[] {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, "utf8")) as Item${index}[]) : [];
  }
  save(items: Item${index}[]): void {
    writeFileSync(this.path, JSON.stringify(items));
  }
`
}

function inMemory(index: number): string {
  return `  private text = "[]";
  constructor(readonly path: string) {}
  load(): Item${index}[] {
    return this.text.length > 2 ? (JSON.parse(this.text) as Item${index}[]) : [];
  }
  save(items: Item${index}[]): void {
    this.text = JSON.stringify(items);
  }
`
}
