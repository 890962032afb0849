// Made by `npm run codegen` from graph_api/schema.graphql; never edited.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** 产业链缺口 · what a chain lacks in a region */
export type ChainGap =
  /** 缺失：别处有，本地没有 · nobody here, somebody elsewhere */
  | 'MISSING'
  /** 薄弱：区位商低于阈值 · a quotient below the threshold */
  | 'THIN'
  /** 单一：本地只有一家 · one enterprise only */
  | 'SINGLE'
  /** 外购：已知供货过半来自外地 · more than half of the known supplies come from outside */
  | 'LEAVING'
  /** 不明：各处都没有数据 · nobody anywhere, which the data cannot tell from none */
  | 'UNKNOWN';

/** 关系方向 · direction of a relation, seen from an entity */
export type Direction =
  /** 由此指出 · the entity is its head */
  | 'OUT'
  /** 指向此处 · the entity is its tail */
  | 'IN';

/** 关系类型 · a type of relation */
export type EdgeTypeName =
  /** 文件主送的机构、园区、地区 · to whom a document is addressed */
  | 'ADDRESSED_TO'
  /** 措施、工程、资金适用的对象 · whom a measure, programme or fund applies to */
  | 'APPLIES_TO'
  /** 获得称号、资质 · received an honour or licence */
  | 'AWARDED'
  /** 文件引用另一文件 · a document cites another */
  | 'CITES'
  /** 战略合作、校企合作等；无方向 · strategic and other cooperation; direction has no meaning */
  | 'COOPERATES_WITH'
  /** 计入某目标的进度；由规则推得 · counts toward a target's progress; derived by a rule */
  | 'COUNTS_TOWARD'
  /** 出资设立资金，或资助项目、工程、企业 · pays into a fund, or funds a project, programme or enterprise */
  | 'FUNDS'
  /** 为他人债务提供担保 · guarantees another's debts */
  | 'GUARANTEES'
  /** 文件、工程提出的措施 · a measure of a document or programme */
  | 'HAS_MEASURE'
  /** 文件、工程、地区提出的目标 · a target set by a document, programme or region */
  | 'HAS_TARGET'
  /** 在企业、机构、村等任职：法定代表人、董事、监事、理事长 · holds an office: legal representative, director, supervisor, chair */
  | 'HOLDS_ROLE'
  /** 投资项目、企业、园区、设施 · invests in a project, enterprise, park or facility */
  | 'INVESTS_IN'
  /** 企业等所属的行业或产业链环节 · industry or chain segment something belongs to */
  | 'IN_INDUSTRY'
  /** 文件由谁发布，称号由谁授予 · who issued a document or confers an honour */
  | 'ISSUED_BY'
  /** 授信、发放贷款 · lends to */
  | 'LENDS_TO'
  /** 企业、项目、活动等位于某地，或入驻园区 · something stands in a place, or is a tenant of a park */
  | 'LOCATED_IN'
  /** 是协会、联盟、集群、平台的成员，或参加活动 · member of an association, alliance or cluster, or taking part in an event */
  | 'MEMBER_OF'
  /** 经审核不是同一事物；无方向 · judged not to be the same thing; direction has no meaning */
  | 'NOT_SAME_AS'
  /** 运营、管理平台、园区、基地、设施、项目、基金 · runs a platform, park, base, facility, project or fund */
  | 'OPERATES'
  /** 主办、承办活动 · organizes an event */
  | 'ORGANIZES'
  /** 持有股权；比例为 0 到 1，未知时可给上下限 · holds shares; the share is 0 to 1, or bounds where it is not known */
  | 'OWNS'
  /** 部分属于整体：镇属于县，行业小类属于大类，分公司属于总公司 · a part of a whole: township of county, class of section, branch of company */
  | 'PART_OF'
  /** 可能是同一事物，待审；无方向 · perhaps the same thing, to be reviewed; direction has no meaning */
  | 'POSSIBLE_SAME_AS'
  /** 生产或经营某种产品、服务 · makes or sells a product or service */
  | 'PRODUCES'
  /** 牵头、配合或决定某事 · leads, supports or decides something */
  | 'RESPONSIBLE_FOR'
  /** 两条记录是同一事物；无方向 · two entities are the same thing; direction has no meaning */
  | 'SAME_AS'
  /** 争取称号、设施、项目 · strives for an honour, facility or project */
  | 'SEEKS'
  /** 为企业、园区、村、行业提供服务 · provides services to enterprises, parks, villages or industries */
  | 'SERVES'
  /** 新文件废止旧文件 · a new document replaces an old one */
  | 'SUPERSEDES'
  /** 向客户供应产品或服务 · supplies products or services to a customer */
  | 'SUPPLIES'
  /** 在培训基地、机构受训或参加培训 · trained at a base or institution */
  | 'TRAINED_AT'
  /** 头端是尾端的上游：原料在前，产品在后 · the head is upstream of the tail: material first, product second */
  | 'UPSTREAM_OF'
  /** 在平台上开店、入驻 · sells on or is registered with a platform */
  | 'USES_PLATFORM';

/** 一条事实应当是什么 · what a fact should be */
export type FactCorrection = {
  /** 正确的引文，须在文中 · the right words, which stand in the document */
  quote?: string | null | undefined;
  /** 引文起点移动的字符数 · by how many characters the start of the quote moves */
  shift?: number | null | undefined;
  /** 正确的类型 · the right type */
  type?: string | null | undefined;
  /** 正确的名称 · the right name */
  name?: string | null | undefined;
  /** 关系的起点 · head of the relation */
  head?: FactEndInput | null | undefined;
  /** 关系的终点 · tail of the relation */
  tail?: FactEndInput | null | undefined;
  /** 正确的值 · right values */
  values?: Array<FactValueInput> | null | undefined;
};

/** 关系的一端 · an end of a relation */
export type FactEndInput = {
  /** 类型 · type */
  type?: string | null | undefined;
  /** 文件中的名称 · name in the document */
  name?: string | null | undefined;
};

/** 事实的种类 · kind of a fact */
export type FactKind =
  /** 实体提及 · a name stands for an entity */
  | 'ENTITY'
  /** 关系 · a relation is stated */
  | 'RELATION'
  /** 目标 · a quantified promise */
  | 'TARGET'
  /** 措施 · a measure */
  | 'MEASURE';

/** 事实为何处于此状态 · why a fact has its state */
export type FactReason =
  /** 人工决定 · a person decided */
  | 'PERSON'
  /** 置信度达到其类型的门槛 · it reaches the measured threshold of its type */
  | 'THRESHOLD'
  /** 人工采信的关系说到它 · a person accepted a relation of it */
  | 'RELATION'
  /** 未达门槛，或其类型尚无门槛 · below the threshold, or its type has none */
  | 'BELOW'
  /** 只是提到，没有采信的关系说到它 · named only; no accepted relation speaks of it */
  | 'UNRELATED'
  /** 关系已达门槛，但一端未达 · the relation reaches its threshold, and one of its ends does not */
  | 'END'
  /** 文件本身 · it is the document itself */
  | 'DOCUMENT';

/** 事实的状态 · state of a fact */
export type FactState =
  /** 待审 · it waits for a person */
  | 'PROPOSED'
  /** 已采信 · it holds */
  | 'ACCEPTED'
  /** 已否定 · it does not, and never returns */
  | 'REJECTED';

/** 一个值 · a value */
export type FactValueInput = {
  /** 属性 · property */
  property?: string | null | undefined;
  /** 值，如人所写；空则删去 · the value as a person writes it; empty takes it away */
  value?: string | null | undefined;
};

/** 对事实的决定 · a decision on a fact */
export type FactVerdict =
  /** 采信 · it holds */
  | 'ACCEPT'
  /** 否定 · it does not */
  | 'REJECT'
  /** 更正 · it should be otherwise */
  | 'CORRECT'
  /** 并入 · it is this entity of the graph */
  | 'LINK';

/** 要哪些事实 · which facts */
export type FactWhere = {
  /** 只要此文件的（Document 的标识） · only of this document */
  document?: string | number | null | undefined;
  /** 只要这些类型 · only of these types */
  type?: Array<string> | null | undefined;
  /** 只要这些种类 · only of these kinds */
  kind?: Array<FactKind> | null | undefined;
  /** 只要这些状态，默认 PROPOSED · only in these states */
  state?: Array<FactState> | null | undefined;
  /** 最低置信度 · least confidence */
  minConfidence?: number | null | undefined;
  /** 最高置信度 · most confidence */
  maxConfidence?: number | null | undefined;
  /** 名称或句中有此文字 · with these words in name or sentence */
  contains?: string | null | undefined;
};

/** 载入一个已上传的文件 · load a file that was uploaded */
export type ImportInput = {
  /** POST /imports 给出的编号 · id that POST /imports gave */
  upload: string | number;
  /** 映射（YAML）；不给则用建议的 · mapping as YAML; what inspectImport proposes if left out */
  mapping?: string | null | undefined;
  /** 有错的行怎么办 · what becomes of bad rows */
  mode?: ImportMode;
  /** 只说会怎样，不写 · only say what would become of it */
  dryRun?: boolean;
  /** 来源的说明 · about the source */
  source?: SourceInput | null | undefined;
  /** 客户端给这次调用的名字，重复调用只做一次 · a name for this call: done once, however often sent */
  clientKey?: string | null | undefined;
};

/** 有错的行怎么办 · what becomes of a file with bad rows */
export type ImportMode =
  /** 整个文件都不收 · the file is refused as a whole */
  | 'REFUSE'
  /** 只收好的行 · its good rows are taken, the others go to the rejects */
  | 'ROWS'
  /** 同上；不是必填的错格只去掉这一格 · so, but a bad cell that is not needed is left out alone */
  | 'CELLS';

/** 任务的状态 · state of a job */
export type JobState =
  /** 排队 · it waits for others */
  | 'WAITING'
  /** 进行中 · it runs */
  | 'RUNNING'
  /** 完成 · it is done */
  | 'DONE'
  /** 被拒 · it was refused: see userErrors */
  | 'REFUSED'
  /** 出错 · it failed: the log has why */
  | 'FAILED'
  /** 服务器停止而中断，可重发 · the server stopped; send it again */
  | 'INTERRUPTED';

/** 语言 · language of a text */
export type Lang =
  /** 中文 · Chinese */
  | 'ZH'
  /** 英文 · English */
  | 'EN';

/** 实体类型 · a type of entity */
export type NodeTypeName =
  /** 产业集群 · cluster */
  | 'Cluster'
  /** 文件 · document */
  | 'Document'
  /** 企业 · enterprise */
  | 'Enterprise'
  /** 活动 · event */
  | 'Event'
  /** 设施 · facility */
  | 'Facility'
  /** 资金 · fund */
  | 'Fund'
  /** 称号资质 · honour */
  | 'Honor'
  /** 行业 · industry */
  | 'Industry'
  /** 政策措施 · measure */
  | 'Measure'
  /** 机构 · organization */
  | 'Organization'
  /** 园区 · park */
  | 'Park'
  /** 人物 · person */
  | 'Person'
  /** 平台 · platform */
  | 'Platform'
  /** 产品 · product */
  | 'Product'
  /** 工程（计划） · programme */
  | 'Programme'
  /** 投资项目 · project */
  | 'Project'
  /** 地区 · region */
  | 'Region'
  /** 目标 · target */
  | 'Target'
  /** 培训实践基地 · training base */
  | 'TrainingBase'
  /** 村（社区） · village */
  | 'Village';

/** 项目阶段 · stage of project */
export type ProjectStage =
  /** 线索 · lead */
  | 'LEAD'
  /** 洽谈 · negotiation */
  | 'NEGOTIATION'
  /** 签约 · signed */
  | 'SIGNED'
  /** 落地 · landed */
  | 'LANDED'
  /** 开工 · under construction */
  | 'STARTED'
  /** 投产 · operating */
  | 'OPERATING'
  /** 终止 · terminated */
  | 'TERMINATED';

/** 地区级别 · level of region */
export type RegionLevel =
  /** 国家 · country */
  | 'COUNTRY'
  /** 省级 · province */
  | 'PROVINCE'
  /** 地级 · prefecture */
  | 'PREFECTURE'
  /** 县级 · county */
  | 'COUNTY'
  /** 乡级 · township */
  | 'TOWNSHIP';

/** 审核状态 · review state */
export type ReviewState =
  /** 待审 · proposed */
  | 'PROPOSED'
  /** 已采纳 · accepted */
  | 'ACCEPTED'
  /** 已驳回 · rejected */
  | 'REJECTED';

/** 来源的说明，覆盖映射里的 · about the source, instead of what the mapping says */
export type SourceInput = {
  /** 题名 · title */
  title?: string | null | undefined;
  /** 发布者 · publisher */
  publisher?: string | null | undefined;
  /** 许可 · licence */
  licence?: string | null | undefined;
  /** 截至日期 · the day for which it speaks */
  asOf?: string | null | undefined;
  /** 可信度，0 到 1 · trust, 0 to 1 */
  trust?: number | null | undefined;
  /** 网址 · web address */
  url?: string | null | undefined;
};

/** 目标状态 · state of a target */
export type TargetStatus =
  /** 已完成 · the goal is reached */
  | 'MET'
  /** 进度正常 · not yet, but at the pace needed */
  | 'ON_TRACK'
  /** 落后或逾期 · below the pace needed, or overdue */
  | 'BEHIND'
  /** 无数据，或数据不足以判断 · nothing known, or not enough to tell */
  | 'NO_DATA'
  /** 口径冲突：文件各处所说不是同一事物 · the policy words it in ways that count different things */
  | 'DEFINITIONS_CONFLICT';

export type LegendQueryVariables = Exact<{ [key: string]: never; }>;


export type LegendQuery = { ontology: unknown, dataVersion: string };

export type CentralQueryVariables = Exact<{
  first: number;
  types?: Array<NodeTypeName> | NodeTypeName | null | undefined;
}>;


export type CentralQuery = { pagerank: Array<{ rank: number, score: number, entity:
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
     }> };

export type ChainChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ChainChoicesQuery = { products: { nodes: Array<{ id: string, name: string, relationCounts: Array<{ relation: EdgeTypeName, count: number }> }> }, industries: { nodes: Array<{ id: string, name: string, relationCounts: Array<{ relation: EdgeTypeName, count: number }> }> } };

export type RegionChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type RegionChoicesQuery = { regions: { nodes: Array<{ id: string, name: string, code: string | null, level: RegionLevel | null }> } };

export type IndustryChainQueryVariables = Exact<{
  root: string;
  region: string;
  depth: number;
  lang: Lang;
}>;


export type IndustryChainQuery = { industryChain: { n: number, region: { id: string | null, name: string }, warnings: Array<{ text: string }>, segments: Array<{ id: string, name: string, tier: number, local: number, total: number, capital: number | null, quotient: number | null, supplied: number, fromOutside: number, gaps: Array<ChainGap>, members: Array<
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
      > }>, links: Array<{ id: string, head: string, tail: string }> } };

export type ChainLeadsQueryVariables = Exact<{
  root: string;
  region: string;
  depth: number;
  segment: string | number;
  first: number;
  lang: Lang;
}>;


export type ChainLeadsQuery = { chainLeads: { total: number, warnings: Array<{ text: string }>, leads: Array<{ score: number, enterprise:
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
       | null, factors: Array<{ name: string, value: number | null, weight: number, evidenceIds: Array<string> }> }> } };

export type WarmPathsQueryVariables = Exact<{
  target: string | number;
  from: Array<string | number> | string | number;
  via: Array<EdgeTypeName> | EdgeTypeName;
  lang: Lang;
}>;


export type WarmPathsQuery = { warmPaths: { ways: Array<{ path: { sentence: string, nodes: Array<
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
          | { id: string, type: NodeTypeName, name: string }
        >, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string }> } }> } };

export type EnterprisesOfQueryVariables = Exact<{
  code: string;
  first: number;
}>;


export type EnterprisesOfQuery = { enterprises: { nodes: Array<{ id: string }> } };

export type CommunitiesQueryVariables = Exact<{
  first: number;
  lang: Lang;
}>;


export type CommunitiesQuery = { communities: { modularity: number | null, total: number, n: number, coverage: number | null, warnings: Array<{ text: string }>, communities: Array<{ id: string, label: string, size: number, anchors: Array<
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
      >, industries: Array<{ name: string, share: number }> }> } };

export type CommunityNetworkQueryVariables = Exact<{
  limit: number;
}>;


export type CommunityNetworkQuery = { communityNetwork: { nodes: Array<{ community: string, pagerank: number, x: number, y: number, entity:
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
       }>, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string }> } };

export type DocumentTextQueryVariables = Exact<{
  id: string | number;
}>;


export type DocumentTextQuery = { node:
    | { id: string }
    | { name: string, text: string | null, number: string | null, id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null, documentFacts: Array<{ start: number, end: number, quote: string | null, type: string, state: string | null, entity:
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
     | null, relation: { from:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
      , to:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       } | null }> };

export type EvidencePartsFragment = { file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null };

export type EntityEvidenceQueryVariables = Exact<{
  id: string | number;
  first: number;
}>;


export type EntityEvidenceQuery = { node:
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
    | { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> }
   | null };

export type EntityHeadQueryVariables = Exact<{
  id: string | number;
}>;


export type EntityHeadQuery = { node:
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
    | { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> }
   | null };

export type RelationCountsQueryVariables = Exact<{
  id: string | number;
}>;


export type RelationCountsQuery = { node:
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
    | { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> }
   | null };

export type RelationsQueryVariables = Exact<{
  id: string | number;
  relation: EdgeTypeName;
  direction: Direction;
  first: number;
  after?: string | null | undefined;
}>;


export type RelationsQuery = { node:
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
    | { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
            | { id: string, type: NodeTypeName, name: string }
          , relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: ReviewState | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } }
   | null };

export type SubgraphPartsFragment = { truncated: boolean, nodes: Array<
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
    | { id: string, type: NodeTypeName, name: string }
  >, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> };

export type NeighborhoodQueryVariables = Exact<{
  id: string | number;
  limit: number;
}>;


export type NeighborhoodQuery = { neighborhood: { truncated: boolean, nodes: Array<
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
      | { id: string, type: NodeTypeName, name: string }
    >, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> } };

export type ClosestPathQueryVariables = Exact<{
  from: string | number;
  to: string | number;
  lang: Lang;
}>;


export type ClosestPathQuery = { paths: { paths: Array<{ length: number, sentence: string, nodes: Array<
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
        | { id: string, type: NodeTypeName, name: string }
      >, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> }> } };

export type FactQueueQueryVariables = Exact<{
  where?: FactWhere | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type FactQueueQuery = { factQueue: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null }> } };

export type FactDetailQueryVariables = Exact<{
  key: string | number;
}>;


export type FactDetailQuery = { extractedFact: { values: unknown, key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, conflicts: Array<{ property: string, mine: unknown, other: unknown, sources: Array<{ id: string, title: string }> }>, suggestions: Array<{ id: string, name: string, score: number | null }>, document: { id: string } | null, entity:
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
     | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null };

export type DocumentReadingQueryVariables = Exact<{
  id: string | number;
}>;


export type DocumentReadingQuery = { extractedFacts: Array<{ key: string, type: string, kind: FactKind, name: string, state: FactState, quote: string, places: Array<{ start: number, end: number }>, entity:
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
     | null, ends: Array<{ entity:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }> }> };

export type AcceptFactMutationVariables = Exact<{
  key: string | number;
  clientKey?: string | null | undefined;
}>;


export type AcceptFactMutation = { acceptFact: { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> } };

export type RejectFactMutationVariables = Exact<{
  key: string | number;
  clientKey?: string | null | undefined;
}>;


export type RejectFactMutation = { rejectFact: { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> } };

export type CorrectFactMutationVariables = Exact<{
  key: string | number;
  to: FactCorrection;
  clientKey?: string | null | undefined;
}>;


export type CorrectFactMutation = { correctFact: { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> } };

export type LinkFactMutationVariables = Exact<{
  key: string | number;
  entity: string | number;
  clientKey?: string | null | undefined;
}>;


export type LinkFactMutation = { linkFact: { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> } };

export type UndoFactDecisionMutationVariables = Exact<{
  id: string | number;
}>;


export type UndoFactDecisionMutation = { undoFactDecision: { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
          | { id: string, name: string }
         | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> } };

export type FactOutcomeFragment = { fact: { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
     | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null } | null, decision: { id: string } | null, userErrors: Array<{ message: string }> };

export type FactLineFragment = { key: string, kind: FactKind, type: string, name: string, state: FactState, reason: FactReason, confidence: number, threshold: number | null, section: string | null, sentence: string | null, sentenceStart: number | null, quote: string, quoteStart: number | null, quoteEnd: number | null, start: number | null, documentTitle: string, document: { id: string } | null, entity:
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
    | { id: string, name: string }
   | null, ends: Array<{ type: string, name: string, start: number | null, end: number | null, entity:
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
     | null }>, decision: { id: string, verdict: FactVerdict, by: string, why: string } | null };

export type FiguresQueryVariables = Exact<{ [key: string]: never; }>;


export type FiguresQuery = { counts: Array<{ type: string, count: number, isRelation: boolean }> };

export type InspectImportMutationVariables = Exact<{
  upload: string | number;
  mapping?: string | null | undefined;
}>;


export type InspectImportMutation = { inspectImport: { proposal: { mapping: string, columns: Array<{ sheet: string | null, column: string, type: string | null, property: string | null, confidence: number, reason: string | null, samples: Array<string>, alternatives: Array<{ type: string, property: string, confidence: number }> }> } | null, userErrors: Array<{ message: string }> } };

export type ImportFileMutationVariables = Exact<{
  input: ImportInput;
  lang: Lang;
}>;


export type ImportFileMutation = { importFile: { markedUrl: string | null, rejectsUrl: string | null, job: { id: string, state: JobState } | null, report: { source: string | null, refused: boolean, error: string | null, read: number, accepted: number, rejected: number, unreadSheets: Array<string>, problemCount: number, warningCount: number, notes: Array<string>, sheets: Array<{ sheet: string | null, unread: Array<string> }>, problems: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }>, warnings: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }> } | null, diff: { added: Array<{ type: string, count: number }>, changed: Array<{ type: string, count: number }>, retracted: Array<{ type: string, count: number }> } | null, userErrors: Array<{ code: string, message: string }> } };

export type ImportJobQueryVariables = Exact<{
  id: string | number;
  lang: Lang;
}>;


export type ImportJobQuery = { job: { id: string, state: JobState, report: { source: string | null, refused: boolean, error: string | null, read: number, accepted: number, rejected: number, unreadSheets: Array<string>, problemCount: number, warningCount: number, notes: Array<string>, sheets: Array<{ sheet: string | null, unread: Array<string> }>, problems: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }>, warnings: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }> } | null, diff: { added: Array<{ type: string, count: number }>, changed: Array<{ type: string, count: number }>, retracted: Array<{ type: string, count: number }> } | null, userErrors: Array<{ code: string, message: string }> } | null };

export type RetractSourceMutationVariables = Exact<{
  id: string | number;
  why: string;
}>;


export type RetractSourceMutation = { retractSource: { job: { id: string, state: JobState } | null, userErrors: Array<{ message: string }> } };

export type ReportFactsFragment = { source: string | null, refused: boolean, error: string | null, read: number, accepted: number, rejected: number, unreadSheets: Array<string>, problemCount: number, warningCount: number, notes: Array<string>, sheets: Array<{ sheet: string | null, unread: Array<string> }>, problems: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }>, warnings: Array<{ sheet: string | null, row: number | null, column: string | null, value: string | null, message: string }> };

export type DiffFactsFragment = { added: Array<{ type: string, count: number }>, changed: Array<{ type: string, count: number }>, retracted: Array<{ type: string, count: number }> };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { name: string, role: string } };

export type LocationQuotientQueryVariables = Exact<{
  level: RegionLevel;
  lang: Lang;
}>;


export type LocationQuotientQuery = { locationQuotient: { warnings: Array<{ text: string }>, rows: Array<{ value: number, n: number, region: { id: string | null, code: string, name: string } | null, industry: { id: string | null, code: string, name: string } | null }> } };

export type ProjectPipelineQueryVariables = Exact<{
  stalledAfter: number;
  lang: Lang;
}>;


export type ProjectPipelineQuery = { projectPipeline: { n: number, asOf: string, stalled: number, terminated: number, planned: number, paidIn: number, paidShare: number | null, warnings: Array<{ text: string }>, funnel: Array<{ stage: ProjectStage, at: number, reached: number, planned: number }>, projects: Array<{ stage: ProjectStage | null, movedOn: string | null, days: number | null, stalled: boolean, planned: number | null, paidIn: number | null, paidShare: number | null, project:
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
       | null, region: { id: string | null, name: string } | null, responsible: Array<
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
        | { id: string, name: string, type: NodeTypeName }
      > }> } };

export type MoveProjectMutationVariables = Exact<{
  project: string | number;
  to: ProjectStage;
  on?: string | null | undefined;
  why: string;
  clientKey?: string | null | undefined;
}>;


export type MoveProjectMutation = { moveProject: { dataVersion: string | null, job: { id: string, state: JobState } | null, userErrors: Array<{ code: string, message: string }> } };

export type RegionShapesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type RegionShapesQuery = { nodes: Array<
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { boundary: unknown, id: string, point: { longitude: number, latitude: number } | null }
    | { id: string }
    | { id: string }
    | { id: string }
   | null> };

export type RegionIndicatorsQueryVariables = Exact<{
  level: RegionLevel;
}>;


export type RegionIndicatorsQuery = { complexity: { regions: Array<{ eci: number | null, diversity: number, n: number, region: { code: string } }> }, concentration: { rows: Array<{ value: number, region: { code: string } | null }> } };

export type IndustryIndicatorsQueryVariables = Exact<{
  level: RegionLevel;
}>;


export type IndustryIndicatorsQuery = { concentration: { rows: Array<{ value: number, industry: { code: string } | null }> } };

export type ClusterMembersQueryVariables = Exact<{
  region: string;
  industry: string;
  first: number;
}>;


export type ClusterMembersQuery = { enterprises: { totalCount: number, nodes: Array<{ id: string, name: string, type: NodeTypeName, registeredCapital: { yuan: string | null } | null }> } };

export type SearchQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type SearchQuery = { search: Array<{ matched: string, score: number, entity:
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
      | { id: string, type: NodeTypeName, name: string, aliases: Array<string> }
     }> };

export type TargetPoliciesQueryVariables = Exact<{ [key: string]: never; }>;


export type TargetPoliciesQuery = { documents: { nodes: Array<{ id: string, name: string, relationCounts: Array<{ relation: EdgeTypeName, count: number }> }> }, programmes: { nodes: Array<{ id: string, name: string, relationCounts: Array<{ relation: EdgeTypeName, count: number }> }> } };

export type PolicyLedgerQueryVariables = Exact<{
  policy: string | number;
  lang: Lang;
}>;


export type PolicyLedgerQuery = { policyLedger: { asOf: string, begun: string | null, warnings: Array<{ text: string }>, derived: Array<{ kind: string, label: string }>, rows: Array<{ metric: string, goal: number | null, goalText: string, unit: string | null, deadline: string | null, status: TargetStatus, value: number | null, valueText: string | null, gap: number | null, expected: number | null, requiredPace: number | null, target:
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
        | { id: string, name: string, evidence: Array<{ start: number | null, quote: string | null, document: { id: string, name: string } | null }> }
       | null, region: { id: string | null, name: string } | null, definitions: Array<{ metric: string, section: string | null, quote: string | null, ruleLabel: string | null, value: number | null, countedTotal: number, undated: number, counted: Array<
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
          | { id: string, name: string, type: NodeTypeName }
        >, warnings: Array<{ text: string }> }>, places: Array<{ value: number, met: boolean, place: { id: string | null, code: string, name: string } }>, conflicts: Array<{ kind: string, values: Array<string> }> }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const EvidencePartsFragmentDoc = new TypedDocumentString(`
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}
    `, {"fragmentName":"EvidenceParts"}) as unknown as TypedDocumentString<EvidencePartsFragment, unknown>;
export const SubgraphPartsFragmentDoc = new TypedDocumentString(`
    fragment SubgraphParts on Subgraph {
  truncated
  nodes {
    id
    type
    name
  }
  relations {
    id
    type
    fromId
    toId
    properties
  }
}
    `, {"fragmentName":"SubgraphParts"}) as unknown as TypedDocumentString<SubgraphPartsFragment, unknown>;
export const FactLineFragmentDoc = new TypedDocumentString(`
    fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}
    `, {"fragmentName":"FactLine"}) as unknown as TypedDocumentString<FactLineFragment, unknown>;
export const FactOutcomeFragmentDoc = new TypedDocumentString(`
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
    fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`, {"fragmentName":"FactOutcome"}) as unknown as TypedDocumentString<FactOutcomeFragment, unknown>;
export const ReportFactsFragmentDoc = new TypedDocumentString(`
    fragment ReportFacts on ImportReport {
  source
  refused
  error
  read
  accepted
  rejected
  unreadSheets
  sheets {
    sheet
    unread
  }
  problemCount
  problems(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  warningCount
  warnings(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  notes(first: 30, lang: $lang)
}
    `, {"fragmentName":"ReportFacts"}) as unknown as TypedDocumentString<ReportFactsFragment, unknown>;
export const DiffFactsFragmentDoc = new TypedDocumentString(`
    fragment DiffFacts on ImportDiff {
  added {
    type
    count
  }
  changed {
    type
    count
  }
  retracted {
    type
    count
  }
}
    `, {"fragmentName":"DiffFacts"}) as unknown as TypedDocumentString<DiffFactsFragment, unknown>;
export const LegendDocument = new TypedDocumentString(`
    query Legend {
  ontology
  dataVersion
}
    `) as unknown as TypedDocumentString<LegendQuery, LegendQueryVariables>;
export const CentralDocument = new TypedDocumentString(`
    query Central($first: Int!, $types: [NodeTypeName!]) {
  pagerank(first: $first, types: $types) {
    rank
    score
    entity {
      id
      type
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CentralQuery, CentralQueryVariables>;
export const ChainChoicesDocument = new TypedDocumentString(`
    query ChainChoices {
  products(
    first: 500
    where: {or: [{downstream: {exists: true}}, {upstream: {exists: true}}]}
  ) {
    nodes {
      id
      name
      relationCounts {
        relation
        count
      }
    }
  }
  industries(
    first: 500
    where: {or: [{downstream: {exists: true}}, {upstream: {exists: true}}]}
  ) {
    nodes {
      id
      name
      relationCounts {
        relation
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChainChoicesQuery, ChainChoicesQueryVariables>;
export const RegionChoicesDocument = new TypedDocumentString(`
    query RegionChoices {
  regions(
    first: 1000
    where: {level: {in: [PREFECTURE, COUNTY, TOWNSHIP]}, code: {isNull: false}}
    orderBy: [{field: CODE}]
  ) {
    nodes {
      id
      name
      code
      level
    }
  }
}
    `) as unknown as TypedDocumentString<RegionChoicesQuery, RegionChoicesQueryVariables>;
export const IndustryChainDocument = new TypedDocumentString(`
    query IndustryChain($root: String!, $region: String!, $depth: Int!, $lang: Lang!) {
  industryChain(root: $root, region: $region, depth: $depth) {
    n
    region {
      id
      name
    }
    warnings {
      text(lang: $lang)
    }
    segments(first: 200) {
      id
      name
      tier
      local
      total
      capital
      quotient
      supplied
      fromOutside
      gaps
      members(first: 6) {
        id
        name
        type
      }
    }
    links(first: 1000) {
      id
      head
      tail
    }
  }
}
    `) as unknown as TypedDocumentString<IndustryChainQuery, IndustryChainQueryVariables>;
export const ChainLeadsDocument = new TypedDocumentString(`
    query ChainLeads($root: String!, $region: String!, $depth: Int!, $segment: ID!, $first: Int!, $lang: Lang!) {
  chainLeads(
    root: $root
    region: $region
    depth: $depth
    segment: $segment
    first: $first
  ) {
    total
    warnings {
      text(lang: $lang)
    }
    leads {
      enterprise {
        id
        name
        type
      }
      score
      factors {
        name
        value
        weight
        evidenceIds
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChainLeadsQuery, ChainLeadsQueryVariables>;
export const WarmPathsDocument = new TypedDocumentString(`
    query WarmPaths($target: ID!, $from: [ID!]!, $via: [EdgeTypeName!]!, $lang: Lang!) {
  warmPaths(target: $target, from: $from, via: $via, k: 1, maxHops: 6) {
    ways {
      path {
        sentence(lang: $lang)
        nodes {
          id
          type
          name
        }
        relations {
          id
          type
          fromId
          toId
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WarmPathsQuery, WarmPathsQueryVariables>;
export const EnterprisesOfDocument = new TypedDocumentString(`
    query EnterprisesOf($code: String!, $first: Int!) {
  enterprises(first: $first, where: {regionCode: {startsWith: $code}}) {
    nodes {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<EnterprisesOfQuery, EnterprisesOfQueryVariables>;
export const CommunitiesDocument = new TypedDocumentString(`
    query Communities($first: Int!, $lang: Lang!) {
  communities(first: $first) {
    modularity
    total
    n
    coverage
    warnings {
      text(lang: $lang)
    }
    communities {
      id
      label(lang: $lang)
      size
      anchors {
        id
        type
        name
      }
      industries {
        name
        share
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CommunitiesQuery, CommunitiesQueryVariables>;
export const CommunityNetworkDocument = new TypedDocumentString(`
    query CommunityNetwork($limit: Int!) {
  communityNetwork(limit: $limit) {
    nodes {
      community
      pagerank
      x
      y
      entity {
        id
        type
        name
      }
    }
    relations {
      id
      type
      fromId
      toId
    }
  }
}
    `) as unknown as TypedDocumentString<CommunityNetworkQuery, CommunityNetworkQueryVariables>;
export const DocumentTextDocument = new TypedDocumentString(`
    query DocumentText($id: ID!) {
  node(id: $id) {
    id
    ... on Document {
      name
      text
      number
    }
  }
  documentFacts(id: $id) {
    start
    end
    quote
    type
    state
    entity {
      id
      name
    }
    relation {
      from {
        id
        name
      }
      to {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DocumentTextQuery, DocumentTextQueryVariables>;
export const EntityEvidenceDocument = new TypedDocumentString(`
    query EntityEvidence($id: ID!, $first: Int!) {
  node(id: $id) {
    id
    ... on Entity {
      evidence(first: $first) {
        ...EvidenceParts
      }
    }
  }
}
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}`) as unknown as TypedDocumentString<EntityEvidenceQuery, EntityEvidenceQueryVariables>;
export const EntityHeadDocument = new TypedDocumentString(`
    query EntityHead($id: ID!) {
  node(id: $id) {
    id
    ... on Entity {
      type
      name
      aliases
      regionCode
      sources {
        id
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EntityHeadQuery, EntityHeadQueryVariables>;
export const RelationCountsDocument = new TypedDocumentString(`
    query RelationCounts($id: ID!) {
  node(id: $id) {
    id
    ... on Entity {
      relationCounts {
        relation
        direction
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RelationCountsQuery, RelationCountsQueryVariables>;
export const RelationsDocument = new TypedDocumentString(`
    query Relations($id: ID!, $relation: EdgeTypeName!, $direction: Direction!, $first: Int!, $after: String) {
  node(id: $id) {
    id
    ... on Entity {
      relations(
        relation: $relation
        direction: $direction
        first: $first
        after: $after
      ) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            type
            name
          }
          relation {
            id
            validFrom
            validTo
            confidence
            state
            properties
            evidence(first: 3) {
              ...EvidenceParts
            }
          }
        }
      }
    }
  }
}
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}`) as unknown as TypedDocumentString<RelationsQuery, RelationsQueryVariables>;
export const NeighborhoodDocument = new TypedDocumentString(`
    query Neighborhood($id: ID!, $limit: Int!) {
  neighborhood(id: $id, depth: 1, limit: $limit) {
    ...SubgraphParts
  }
}
    fragment SubgraphParts on Subgraph {
  truncated
  nodes {
    id
    type
    name
  }
  relations {
    id
    type
    fromId
    toId
    properties
  }
}`) as unknown as TypedDocumentString<NeighborhoodQuery, NeighborhoodQueryVariables>;
export const ClosestPathDocument = new TypedDocumentString(`
    query ClosestPath($from: ID!, $to: ID!, $lang: Lang!) {
  paths(from: $from, to: $to, k: 1) {
    paths {
      length
      sentence(lang: $lang)
      nodes {
        id
        type
        name
      }
      relations {
        id
        type
        fromId
        toId
        properties
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClosestPathQuery, ClosestPathQueryVariables>;
export const FactQueueDocument = new TypedDocumentString(`
    query FactQueue($where: FactWhere, $first: Int!, $after: String) {
  factQueue(where: $where, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...FactLine
    }
  }
}
    fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<FactQueueQuery, FactQueueQueryVariables>;
export const FactDetailDocument = new TypedDocumentString(`
    query FactDetail($key: ID!) {
  extractedFact(key: $key) {
    ...FactLine
    values
    conflicts {
      property
      mine
      other
      sources {
        id
        title
      }
    }
    suggestions {
      id
      name
      score
    }
  }
}
    fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<FactDetailQuery, FactDetailQueryVariables>;
export const DocumentReadingDocument = new TypedDocumentString(`
    query DocumentReading($id: ID!) {
  extractedFacts(id: $id) {
    key
    type
    kind
    name
    state
    quote
    places {
      start
      end
    }
    entity {
      id
    }
    ends {
      entity {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DocumentReadingQuery, DocumentReadingQueryVariables>;
export const AcceptFactDocument = new TypedDocumentString(`
    mutation AcceptFact($key: ID!, $clientKey: String) {
  acceptFact(key: $key, clientKey: $clientKey) {
    ...FactOutcome
  }
}
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<AcceptFactMutation, AcceptFactMutationVariables>;
export const RejectFactDocument = new TypedDocumentString(`
    mutation RejectFact($key: ID!, $clientKey: String) {
  rejectFact(key: $key, clientKey: $clientKey) {
    ...FactOutcome
  }
}
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<RejectFactMutation, RejectFactMutationVariables>;
export const CorrectFactDocument = new TypedDocumentString(`
    mutation CorrectFact($key: ID!, $to: FactCorrection!, $clientKey: String) {
  correctFact(key: $key, to: $to, clientKey: $clientKey) {
    ...FactOutcome
  }
}
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<CorrectFactMutation, CorrectFactMutationVariables>;
export const LinkFactDocument = new TypedDocumentString(`
    mutation LinkFact($key: ID!, $entity: ID!, $clientKey: String) {
  linkFact(key: $key, entity: $entity, clientKey: $clientKey) {
    ...FactOutcome
  }
}
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<LinkFactMutation, LinkFactMutationVariables>;
export const UndoFactDecisionDocument = new TypedDocumentString(`
    mutation UndoFactDecision($id: ID!) {
  undoFactDecision(id: $id) {
    ...FactOutcome
  }
}
    fragment FactOutcome on FactPayload {
  fact {
    ...FactLine
  }
  decision {
    id
  }
  userErrors {
    message
  }
}
fragment FactLine on ExtractedFact {
  key
  kind
  type
  name
  state
  reason
  confidence
  threshold
  section
  sentence
  sentenceStart
  quote
  quoteStart
  quoteEnd
  start
  documentTitle
  document {
    id
  }
  entity {
    id
    name
  }
  ends {
    type
    name
    start
    end
    entity {
      id
      name
    }
  }
  decision {
    id
    verdict
    by
    why
  }
}`) as unknown as TypedDocumentString<UndoFactDecisionMutation, UndoFactDecisionMutationVariables>;
export const FiguresDocument = new TypedDocumentString(`
    query Figures {
  counts {
    type
    count
    isRelation
  }
}
    `) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const InspectImportDocument = new TypedDocumentString(`
    mutation InspectImport($upload: ID!, $mapping: String) {
  inspectImport(upload: $upload, mapping: $mapping) {
    proposal {
      mapping
      columns {
        sheet
        column
        type
        property
        confidence
        reason
        samples
        alternatives {
          type
          property
          confidence
        }
      }
    }
    userErrors {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<InspectImportMutation, InspectImportMutationVariables>;
export const ImportFileDocument = new TypedDocumentString(`
    mutation ImportFile($input: ImportInput!, $lang: Lang!) {
  importFile(input: $input) {
    job {
      id
      state
    }
    report {
      ...ReportFacts
    }
    diff {
      ...DiffFacts
    }
    userErrors {
      code
      message
    }
    markedUrl
    rejectsUrl
  }
}
    fragment ReportFacts on ImportReport {
  source
  refused
  error
  read
  accepted
  rejected
  unreadSheets
  sheets {
    sheet
    unread
  }
  problemCount
  problems(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  warningCount
  warnings(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  notes(first: 30, lang: $lang)
}
fragment DiffFacts on ImportDiff {
  added {
    type
    count
  }
  changed {
    type
    count
  }
  retracted {
    type
    count
  }
}`) as unknown as TypedDocumentString<ImportFileMutation, ImportFileMutationVariables>;
export const ImportJobDocument = new TypedDocumentString(`
    query ImportJob($id: ID!, $lang: Lang!) {
  job(id: $id) {
    id
    state
    report {
      ...ReportFacts
    }
    diff {
      ...DiffFacts
    }
    userErrors {
      code
      message
    }
  }
}
    fragment ReportFacts on ImportReport {
  source
  refused
  error
  read
  accepted
  rejected
  unreadSheets
  sheets {
    sheet
    unread
  }
  problemCount
  problems(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  warningCount
  warnings(first: 100) {
    sheet
    row
    column
    value
    message(lang: $lang)
  }
  notes(first: 30, lang: $lang)
}
fragment DiffFacts on ImportDiff {
  added {
    type
    count
  }
  changed {
    type
    count
  }
  retracted {
    type
    count
  }
}`) as unknown as TypedDocumentString<ImportJobQuery, ImportJobQueryVariables>;
export const RetractSourceDocument = new TypedDocumentString(`
    mutation RetractSource($id: ID!, $why: String!) {
  retractSource(id: $id, why: $why) {
    job {
      id
      state
    }
    userErrors {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RetractSourceMutation, RetractSourceMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    name
    role
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const LocationQuotientDocument = new TypedDocumentString(`
    query LocationQuotient($level: RegionLevel!, $lang: Lang!) {
  locationQuotient(regionLevel: $level, industryLevel: 2) {
    warnings {
      text(lang: $lang)
    }
    rows {
      value
      n
      region {
        id
        code
        name
      }
      industry {
        id
        code
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LocationQuotientQuery, LocationQuotientQueryVariables>;
export const ProjectPipelineDocument = new TypedDocumentString(`
    query ProjectPipeline($stalledAfter: Int!, $lang: Lang!) {
  projectPipeline(stalledAfter: $stalledAfter) {
    n
    asOf
    stalled
    terminated
    planned
    paidIn
    paidShare
    warnings {
      text(lang: $lang)
    }
    funnel {
      stage
      at
      reached
      planned
    }
    projects(first: 1000) {
      project {
        id
        name
        type
      }
      stage
      region {
        id
        name
      }
      movedOn
      days
      stalled
      planned
      paidIn
      paidShare
      responsible(first: 2) {
        id
        name
        type
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProjectPipelineQuery, ProjectPipelineQueryVariables>;
export const MoveProjectDocument = new TypedDocumentString(`
    mutation MoveProject($project: ID!, $to: ProjectStage!, $on: Date, $why: String!, $clientKey: String) {
  moveProject(
    project: $project
    to: $to
    on: $on
    why: $why
    clientKey: $clientKey
  ) {
    dataVersion
    job {
      id
      state
    }
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<MoveProjectMutation, MoveProjectMutationVariables>;
export const RegionShapesDocument = new TypedDocumentString(`
    query RegionShapes($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Region {
      boundary
      point {
        longitude
        latitude
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RegionShapesQuery, RegionShapesQueryVariables>;
export const RegionIndicatorsDocument = new TypedDocumentString(`
    query RegionIndicators($level: RegionLevel!) {
  complexity(regionLevel: $level) {
    regions(first: 300) {
      region {
        code
      }
      eci
      diversity
      n
    }
  }
  concentration(measure: KRUGMAN, regionLevel: $level) {
    rows {
      region {
        code
      }
      value
    }
  }
}
    `) as unknown as TypedDocumentString<RegionIndicatorsQuery, RegionIndicatorsQueryVariables>;
export const IndustryIndicatorsDocument = new TypedDocumentString(`
    query IndustryIndicators($level: RegionLevel!) {
  concentration(measure: GINI, by: INDUSTRY, regionLevel: $level) {
    rows {
      industry {
        code
      }
      value
    }
  }
}
    `) as unknown as TypedDocumentString<IndustryIndicatorsQuery, IndustryIndicatorsQueryVariables>;
export const ClusterMembersDocument = new TypedDocumentString(`
    query ClusterMembers($region: String!, $industry: String!, $first: Int!) {
  enterprises(
    first: $first
    where: {regionCode: {startsWith: $region}, inIndustry: {industry: {code: {startsWith: $industry}}}}
    orderBy: [{field: REGISTERED_CAPITAL, direction: DESC}]
  ) {
    totalCount
    nodes {
      id
      name
      type
      registeredCapital {
        yuan
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClusterMembersQuery, ClusterMembersQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $first: Int!) {
  search(text: $text, first: $first) {
    matched
    score
    entity {
      id
      type
      name
      aliases
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const TargetPoliciesDocument = new TypedDocumentString(`
    query TargetPolicies {
  documents(first: 200, where: {targets: {exists: true}}) {
    nodes {
      id
      name
      relationCounts {
        relation
        count
      }
    }
  }
  programmes(first: 200, where: {targets: {exists: true}}) {
    nodes {
      id
      name
      relationCounts {
        relation
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TargetPoliciesQuery, TargetPoliciesQueryVariables>;
export const PolicyLedgerDocument = new TypedDocumentString(`
    query PolicyLedger($policy: ID!, $lang: Lang!) {
  policyLedger(policy: $policy) {
    asOf
    begun
    warnings {
      text(lang: $lang)
    }
    derived {
      kind
      label(lang: $lang)
    }
    rows(first: 200) {
      target {
        id
        name
        evidence(first: 1) {
          start
          quote
          document {
            id
            name
          }
        }
      }
      metric
      goal
      goalText
      unit
      region {
        id
        name
      }
      deadline
      status
      value
      valueText(lang: $lang)
      gap
      expected
      requiredPace
      definitions {
        metric
        section
        quote
        ruleLabel(lang: $lang)
        value
        countedTotal
        undated
        counted(first: 12) {
          id
          name
          type
        }
        warnings {
          text(lang: $lang)
        }
      }
      places(first: 200) {
        place {
          id
          code
          name
        }
        value
        met
      }
      conflicts {
        kind
        values
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyLedgerQuery, PolicyLedgerQueryVariables>;
