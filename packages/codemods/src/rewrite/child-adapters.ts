/** Functions that put together what a child of `spawn` gives, in the shape of the sync forms. A file gets those that its calls need. */

/** What they are called in the file. */
export interface AdapterNames {
  readonly completed: string
  readonly outputOf: string
}

/** The text of an adapter, with semicolons. */
export function adapterText(which: keyof AdapterNames, names: AdapterNames, isTyped: boolean): string {
  return (which === 'completed' ? completed : outputOf)(names, isTyped ? types : none)
}

const sentences: Readonly<Record<keyof AdapterNames, string>> = {
  completed: 'What spawnSync gives, of a child that runs beside this process: it never rejects.',
  outputOf: 'What execSync and execFileSync give, of a child that runs beside this process: its output, or their error.',
}

/** The name of an adapter that an earlier run has added to the file. */
export function knownAdapter(which: keyof AdapterNames, text: string): string | undefined {
  const at = text.indexOf(sentences[which])
  return at < 0 ? undefined : /^[^\n]*\n(?:async )?function (\w+)/.exec(text.slice(at))?.[1]
}

interface Types {
  /** Behind the sentence: JavaScript whose types are checked has them in its comments. */
  readonly tag: string
  readonly made: string
  readonly generic: string
  readonly child: string
  readonly settings: string
  readonly result: string
  readonly output: string
  readonly chunks: string
  readonly text: string
  readonly cast: string
  readonly argument: string
}

const none: Types = {
  tag: " @type {(child: import('node:child_process').ChildProcess, settings?: any) => Promise<any>}",
  made: '/** @type {Buffer[]} */ ',
  ...{ generic: '', child: '', settings: '', result: '', output: '', chunks: '', text: '', cast: '', argument: '' },
}

const types: Types = {
  tag: '',
  made: '',
  generic: '<T extends string | Buffer = Buffer>',
  child: ": import('node:child_process').ChildProcess",
  settings: ": { encoding?: BufferEncoding | 'buffer'; input?: string | NodeJS.ArrayBufferView; shell?: boolean; showsErrors?: boolean }",
  result: ": Promise<import('node:child_process').SpawnSyncReturns<T>>",
  output: ': Promise<T>',
  chunks: ': Buffer[]',
  text: ': Buffer',
  cast: ' as never',
  argument: '<T>',
}

function completed(names: AdapterNames, t: Types): string {
  return `/** ${sentences.completed}${t.tag} */
function ${names.completed}${t.generic}(child${t.child}, { encoding = 'buffer', input }${t.settings} = {})${t.result} {
  return new Promise((resolve) => {
    const outputs = [child.stdout, child.stderr].map((stream) => {
      ${t.made}const chunks${t.chunks} = [];
      if (stream) stream.on('data', (chunk${t.text}) => chunks.push(chunk));
      const read = () => (encoding === 'buffer' ? Buffer.concat(chunks) : Buffer.concat(chunks).toString(encoding));
      return () => (stream ? read() : null);
    });
    child.on('error', (error) => resolve({ error, status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null }${t.cast}));
    child.on('close', (status, signal) => {
      const output = [null, ...outputs.map((read) => read())];
      resolve({ status, signal, output, pid: child.pid, stdout: output[1], stderr: output[2] }${t.cast});
    });
    if (!child.stdin) return;
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}`
}

function outputOf(names: AdapterNames, t: Types): string {
  return `/** ${sentences.outputOf}${t.tag} */
async function ${names.outputOf}${t.generic}(child${t.child}, settings${t.settings} = {})${t.output} {
  const result = await ${names.completed}${t.argument}(child, settings);
  if (settings.showsErrors && result.stderr) process.stderr.write(result.stderr);
  if (result.error) throw Object.assign(result.error, result);
  if (result.status === 0) return result.stdout;
  const command = settings.shell ? child.spawnargs[child.spawnargs.length - 1] : child.spawnargs.join(' ');
  const told = result.stderr && result.stderr.length > 0 ? '\\n' + result.stderr.toString() : '';
  throw Object.assign(new Error('Command failed: ' + command + told), result);
}`
}
