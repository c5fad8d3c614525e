import type { DynamicValue } from './value';

/** The messages of `tfplugin5.proto`, as far as they are read or written here. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly summary: string;
  readonly detail?: string;
  readonly attribute?: AttributePath;
}
export interface AttributePath {
  readonly steps: readonly ({ readonly attribute_name: string } | { readonly element_key_int: number })[];
}
export interface Diagnosed {
  readonly diagnostics?: readonly Diagnostic[];
}
export interface WireSchema {
  readonly version: number;
  readonly block: WireBlock;
}
export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly block_types: readonly WireNestedBlock[];
}
export interface WireAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly write_only: boolean;
}
export interface WireNestedBlock {
  readonly type_name: string;
  readonly block: WireBlock;
  readonly nesting: 'SINGLE' | 'LIST' | 'SET';
  readonly min_items: number;
  readonly max_items: number;
}
export interface SchemaResponse extends Diagnosed {
  readonly provider?: WireSchema;
  readonly resource_schemas?: Readonly<Record<string, WireSchema>>;
  readonly data_source_schemas?: Readonly<Record<string, WireSchema>>;
  readonly ephemeral_resource_schemas?: Readonly<Record<string, WireSchema>>;
  readonly server_capabilities?: { readonly plan_destroy: boolean; readonly get_provider_schema_optional: boolean };
}
export interface TypedConfig {
  readonly type_name: string;
  readonly config: DynamicValue;
}
interface ReadRequest {
  readonly type_name: string;
  readonly current_state: DynamicValue;
  readonly private: Uint8Array;
}
interface PlanRequest {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly config: DynamicValue;
}
interface PlanResponse extends Diagnosed {
  readonly planned_state?: DynamicValue;
  readonly requires_replace?: readonly AttributePath[];
  readonly legacy_type_system?: boolean;
}
interface ApplyRequest {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly config: DynamicValue;
}
interface ApplyResponse extends Diagnosed {
  readonly new_state?: DynamicValue;
  readonly legacy_type_system?: boolean;
}
interface ImportResponse extends Diagnosed {
  readonly imported_resources?: readonly { readonly type_name: string; readonly state: DynamicValue }[];
}

/** One method a remote procedure call: request and response of each. */
export interface Calls {
  GetSchema: [unknown, SchemaResponse];
  PrepareProviderConfig: [{ readonly config: DynamicValue }, Diagnosed & { readonly prepared_config: DynamicValue }];
  ValidateResourceTypeConfig: [TypedConfig, Diagnosed];
  ValidateDataSourceConfig: [TypedConfig, Diagnosed];
  ValidateEphemeralResourceConfig: [TypedConfig, Diagnosed];
  UpgradeResourceState: [
    { readonly type_name: string; readonly raw_state: { readonly json: Uint8Array } },
    Diagnosed & { readonly upgraded_state: DynamicValue },
  ];
  Configure: [{ readonly config: DynamicValue }, Diagnosed];
  ReadResource: [ReadRequest, Diagnosed & { readonly new_state?: DynamicValue; readonly private?: Uint8Array }];
  PlanResourceChange: [PlanRequest, PlanResponse];
  ApplyResourceChange: [ApplyRequest, ApplyResponse];
  ImportResourceState: [{ readonly type_name: string; readonly id: string }, ImportResponse];
  ReadDataSource: [TypedConfig, Diagnosed & { readonly state?: DynamicValue }];
  OpenEphemeralResource: [TypedConfig, Diagnosed & { readonly result?: DynamicValue }];
  CloseEphemeralResource: [{ readonly type_name: string }, Diagnosed];
  Stop: [unknown, { readonly Error: string }];
}

/** What answers each call. `connection` tells apart the provider instances (aliases) that Terraform has open. */
export type Handlers = {
  readonly [Name in keyof Calls]: (
    request: Calls[Name][0],
    connection: string,
  ) => Calls[Name][1] | Promise<Calls[Name][1]>;
};
