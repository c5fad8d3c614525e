// Loaded into every Node process of a measured command (NODE_OPTIONS): adds up the CPU time of them all.
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.BENCH_CPU_FILE, `${user + system}\n`);
});
