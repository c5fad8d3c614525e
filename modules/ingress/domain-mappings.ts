import { Apigatewayv2ApiMapping } from '@cdktf/provider-aws/lib/apigatewayv2-api-mapping';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** A stage of an HTTP or a REST API. */
export interface MappedStage {
  readonly provider: TerraformProvider;
  readonly apiId: string;
  readonly stage: string;
}

/**
 * Has domain names of API Gateway lead to a stage, each by its root. They are named and not looked up, as they are made
 * elsewhere; domain names of version 2 serve REST APIs too ("aws_apigatewayv2_api_mapping").
 */
export function mapDomainNames(scope: Construct, domainNames: readonly string[], to: MappedStage): void {
  for (const domainName of domainNames)
    new Apigatewayv2ApiMapping(scope, `mapping-${labelOf(domainName)}`, { ...to, domainName });
}

/** First label of a host, as a part of an id: the others are the domain's, the same for all. */
export const labelOf = (host: string): string => host.split('.')[0] ?? host;
