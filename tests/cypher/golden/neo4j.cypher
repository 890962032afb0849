CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT meta_key IF NOT EXISTS FOR (n:JijuMeta) REQUIRE n.key IS UNIQUE
CREATE FULLTEXT INDEX entity_search IF NOT EXISTS FOR (n:Entity) ON EACH [n.`_search`, n.`_search_text`] OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}
CREATE INDEX house_id IF NOT EXISTS FOR (n:`House`) ON (n.`id`)
CREATE INDEX house_name IF NOT EXISTS FOR (n:`House`) ON (n.`name`)
CREATE INDEX house_code IF NOT EXISTS FOR (n:`House`) ON (n.`code`)
CREATE INDEX house_region_code IF NOT EXISTS FOR (n:`House`) ON (n.`region_code`)
CREATE INDEX street_id IF NOT EXISTS FOR (n:`Street`) ON (n.`id`)
CREATE INDEX street_name IF NOT EXISTS FOR (n:`Street`) ON (n.`name`)
CREATE INDEX street_code IF NOT EXISTS FOR (n:`Street`) ON (n.`code`)
CREATE INDEX street_region_code IF NOT EXISTS FOR (n:`Street`) ON (n.`region_code`)
CREATE INDEX r_stands_in_id IF NOT EXISTS FOR ()-[r:`STANDS_IN`]-() ON (r.id)
