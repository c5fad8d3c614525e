import type { RegionName } from '../../config/catalog';

export interface InstanceStartProps {
  readonly region: RegionName;
  /** Image in the Region's own registry, built for arm64: `<registry>/<name>:<tag>`. Plain text, no reference. */
  readonly image: string;
  readonly port: number;
  readonly logGroupName: string;
  /** Variables of the container; no secret: whoever may describe the instance can read them. @default - PORT alone */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What stands in a unit's line as it is, without a quote or an expansion. */
const PLAIN = /^[\w./:@=,+-]*$/;

/**
 * What an instance of Amazon Linux 2023 does at its first start: it runs the image as a service of systemd, which starts it anew when it ends. The
 * registry's token comes from the instance's role at each pull and is never written down. Packages come from the Region's own repositories, in the
 * versions of the machine image ("Deterministic upgrades through versioned repositories on AL2023").
 *
 * Whether the container has the instance's role is the launch template's to say: it is one hop further from the metadata service than the instance.
 * @throws where a value would have to be quoted
 */
export function instanceStart({ region, image, port, logGroupName, environment = {} }: InstanceStartProps): string {
  const variables = Object.entries({ ...environment, AWS_REGION: region, PORT: String(port) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const text of [image, logGroupName, ...variables.flat()])
    if (!PLAIN.test(text))
      throw new Error(
        `instanceStart: "${text}" has a character that would need a quote. Allowed are letters, digits and _ . / : @ = , + -`,
      );
  const registry = image.slice(0, image.indexOf('/'));
  return `#!/bin/bash
set -euo pipefail
dnf install -y docker amazon-ecr-credential-helper
install -d -m 0700 /root/.docker
cat > /root/.docker/config.json <<'CONFIG'
{"credHelpers":{"${registry}":"ecr-login"}}
CONFIG
cat > /etc/systemd/system/meridian-service.service <<'UNIT'
[Unit]
Description=The service behind the entry
Requires=docker.service
After=docker.service network-online.target
StartLimitIntervalSec=0

[Service]
Restart=always
RestartSec=5
TimeoutStartSec=300
Environment=HOME=/root
ExecStartPre=-/usr/bin/docker rm --force service
ExecStartPre=/usr/bin/docker pull --quiet ${image}
ExecStart=/usr/bin/docker run --name service --read-only --cap-drop ALL --security-opt no-new-privileges \\
  --publish ${port}:${port} ${variables.map(([name, value]) => `--env ${name}=${value}`).join(' ')} \\
  --log-driver awslogs --log-opt awslogs-region=${region} --log-opt awslogs-group=${logGroupName} \\
  --log-opt mode=non-blocking --log-opt max-buffer-size=10m ${image}
ExecStop=/usr/bin/docker stop --time 30 service

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now docker.service meridian-service.service
`;
}
