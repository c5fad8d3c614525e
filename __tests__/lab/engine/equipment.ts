import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';

/** Folders where Terraform looks for a mirror by itself ("Implied Local Mirror Directories"), and where images put one. */
function mirrors(): string[] {
  const implied = [
    path.join(homedir(), '.terraform.d/plugins'),
    path.join(homedir(), '.local/share/terraform/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
  const optional = existsSync('/opt') ? readdirSync('/opt').map((name) => path.join('/opt', name)) : [];
  const { LAB_PROVIDER_MIRROR: named } = process.env;
  return [...(named ? [named] : []), ...implied, ...optional];
}

/** A mirror with some version of the AWS provider. */
const mirror = mirrors().find((dir) => existsSync(path.join(dir, 'registry.terraform.io/hashicorp/aws')));
const has = (command: string, argument: string): boolean =>
  spawnSync(command, [argument], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** `describe` where there are a provider and an emulator; elsewhere a line says what is not there. They are optional, in CI too. */
export function describeWithEmulator(name: string, tests: (mirror: string) => void): void {
  const missing =
    mirror === undefined
      ? 'no mirror with the AWS provider (LAB_PROVIDER_MIRROR names one)'
      : !has('terraform', 'version')
        ? 'no terraform on the PATH'
        : !has('moto_server', '--help')
          ? "no moto_server on the PATH (pip install 'moto[server]')"
          : undefined;
  if (mirror !== undefined && missing === undefined) {
    describe(name, () => tests(mirror));
  } else {
    process.stderr.write(`${name}: skipped, as there is ${missing}\n`);
    describe.skip(name, () => tests(''));
  }
}

/** moto, for one test file. */
export class Moto {
  private constructor(
    readonly endpoint: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(account: string): Promise<Moto> {
    const port = await freePort();
    const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
      env: { ...process.env, MOTO_ACCOUNT_ID: account, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
      stdio: 'ignore',
      detached: true, // a group of its own: the command may be a script that starts another
    });
    const moto = new Moto(`http://127.0.0.1:${port}`, child);
    for (let tries = 0; tries < 150; tries += 1) {
      if (
        await fetch(`${moto.endpoint}/moto-api/config`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return moto;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    moto.stop();
    throw new Error('moto_server did not answer within 30 s.');
  }

  stop(): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}
