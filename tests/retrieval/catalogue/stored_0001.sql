BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE documents (
	id VARCHAR(120) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	visibility VARCHAR(16) NOT NULL, 
	organisation VARCHAR(120), 
	start_year INTEGER, 
	budget_cents BIGINT, 
	subsidy_cents BIGINT, 
	updated_at VARCHAR(10) NOT NULL, 
	source VARCHAR(500) NOT NULL, 
	source_ref VARCHAR(1000) NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('eclairage-namur','initiative','fr','public',NULL,2020,13472908,NULL,'2026-01-01','test','eclairage-namur.md','eclairage-namur','{"id":"eclairage-namur","kind":"initiative","language":"fr","title":{"fr":"Éclairage intelligent à Namur","nl":"Éclairage intelligent à Namur","de":"Éclairage intelligent à Namur","en":"Éclairage intelligent à Namur"},"summary":{"fr":"Éclairage intelligent à Namur. Les rues restaient sombres le soir et les riverains se plaignaient.","nl":"Éclairage intelligent à Namur. Les rues restaient sombres le soir et les riverains se plaignaient.","de":"Éclairage intelligent à Namur. Les rues restaient sombres le soir et les riverains se plaignaient.","en":"Éclairage intelligent à Namur. Les rues restaient sombres le soir et les riverains se plaignaient."},"questions":{"fr":["Que fait Éclairage intelligent à Namur ?"],"nl":[],"de":[],"en":[]},"fields":{"id":"eclairage-namur","title":"Éclairage intelligent à Namur","municipality":"Namur","province":"Namur","region":"Wallonie","country":"Belgique","lead":null,"partners":null,"domains":["lighting"],"technologies":["LED"],"municipal_services":null,"status":"ongoing","status_year":null,"start_year":2020,"end_year":null,"budget_eur":134729.08,"subsidy_eur":null,"funding_programme":null,"results":null,"personal_data":"unknown","personal_data_reason":null,"facts":[],"source_urls":[],"source_language":null},"body":"## Besoin, publics et usages\n\nLes rues restaient sombres le soir et les riverains se plaignaient.\n\n## Solution\n\nLa ville a posé des lampes LED qui baissent d''intensité après minuit.\n\n## Coût et personnel\n\nLe coût n''est pas publié.","source_urls":["https://example.org/source"],"confidence":null,"verified_on":null,"version_read":null,"verification_note":null,"related":[],"related_acts":[],"act":null,"visibility":"public","organisation":null,"updated_at":"2026-01-01"}');
CREATE TABLE entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id VARCHAR(120) NOT NULL, 
	passage_id VARCHAR(140), 
	role VARCHAR(16) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	text TEXT NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "entries" VALUES(1,'eclairage-namur',NULL,'title','fr','Éclairage intelligent à Namur','76be552024da34573493714fbc680550da1b8eb5a2f8509fae94f2c8ac6f52e1');
INSERT INTO "entries" VALUES(2,'eclairage-namur',NULL,'summary','fr','Éclairage intelligent à Namur. Les rues restaient sombres le soir et les riverains se plaignaient.','4bdcd68d1d6606e2e45e52a65f0f709b286465a97fea5504fc40b9bfc2dd210a');
INSERT INTO "entries" VALUES(3,'eclairage-namur',NULL,'question','fr','Que fait Éclairage intelligent à Namur ?','40f59ba92749ef7b42e0039c55ab847c826997d8071f57e9d10a849d666ee2c7');
INSERT INTO "entries" VALUES(4,'eclairage-namur','eclairage-namur:1','passage','fr','Éclairage intelligent à Namur · Besoin, publics et usages
Les rues restaient sombres le soir et les riverains se plaignaient.','c722f72ebac1bc592be4f46bfe8e45623a8122e752bfdd5e1c738b3054cbb4fc');
INSERT INTO "entries" VALUES(5,'eclairage-namur','eclairage-namur:2','passage','fr','Éclairage intelligent à Namur · Solution
La ville a posé des lampes LED qui baissent d''intensité après minuit.','e3ae4a958159b97ba1ac55f0ecff7dbb38cc9bb5f1f47bb41f8a623f3fd3388c');
INSERT INTO "entries" VALUES(6,'eclairage-namur','eclairage-namur:3','passage','fr','Éclairage intelligent à Namur · Coût et personnel
Le coût n''est pas publié.','7b6eba7868bb60985f261d7ac9f0aeaf4ddcb4d0e1d4758d9fb04aa6c957f868');
INSERT INTO "entries" VALUES(7,'eclairage-namur',NULL,'keywords','fr','Éclairage · Éclairage LED · En cours · Namur · lighting · LED','8aa0afaeb03b87ec5daabaf0e3445827d405b5daa846e0d98de91597cec37315');
INSERT INTO "entries" VALUES(8,'eclairage-namur',NULL,'keywords','nl','Verlichting · Ledverlichting · Lopend · Namen','59a864ff9ace52abceea7feef8af3d6ea5b29a137fb5a817935f25c7119870ef');
INSERT INTO "entries" VALUES(9,'eclairage-namur',NULL,'keywords','de','Beleuchtung · LED-Beleuchtung · Laufend · Namur','852f5f76849b1a4b4c67873065737a2a69a0c8f0930f22ad887d4871615013fc');
INSERT INTO "entries" VALUES(10,'eclairage-namur',NULL,'keywords','en','Lighting · LED lighting · Ongoing · Namur','42ba7f2bdf1ff4a0df5123b218dbafc20e14eb9bfab099679c63a424db6f86fe');
CREATE TABLE passages (
	id VARCHAR(140) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	position INTEGER NOT NULL, 
	section TEXT NOT NULL, 
	page INTEGER, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "passages" VALUES('eclairage-namur:1','eclairage-namur',0,'Besoin, publics et usages',NULL,30,97,'Les rues restaient sombres le soir et les riverains se plaignaient.');
INSERT INTO "passages" VALUES('eclairage-namur:2','eclairage-namur',1,'Solution',NULL,112,181,'La ville a posé des lampes LED qui baissent d''intensité après minuit.');
INSERT INTO "passages" VALUES('eclairage-namur:3','eclairage-namur',2,'Coût et personnel',NULL,205,230,'Le coût n''est pas publié.');
CREATE TABLE properties (
	name VARCHAR(64) NOT NULL, 
	value VARCHAR(200) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "properties" VALUES('catalogue_id','b68a36ba08ae47fabed25c7402530749');
INSERT INTO "properties" VALUES('revision','1');
CREATE TABLE terms (
	document_id VARCHAR(120) NOT NULL, 
	facet VARCHAR(32) NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	PRIMARY KEY (document_id, facet, value), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "terms" VALUES('eclairage-namur','country','be');
INSERT INTO "terms" VALUES('eclairage-namur','domain','lighting');
INSERT INTO "terms" VALUES('eclairage-namur','kind','initiative');
INSERT INTO "terms" VALUES('eclairage-namur','known','budget_eur');
INSERT INTO "terms" VALUES('eclairage-namur','known','country');
INSERT INTO "terms" VALUES('eclairage-namur','known','domains');
INSERT INTO "terms" VALUES('eclairage-namur','known','id');
INSERT INTO "terms" VALUES('eclairage-namur','known','municipality');
INSERT INTO "terms" VALUES('eclairage-namur','known','province');
INSERT INTO "terms" VALUES('eclairage-namur','known','region');
INSERT INTO "terms" VALUES('eclairage-namur','known','start_year');
INSERT INTO "terms" VALUES('eclairage-namur','known','status');
INSERT INTO "terms" VALUES('eclairage-namur','known','technologies');
INSERT INTO "terms" VALUES('eclairage-namur','known','title');
INSERT INTO "terms" VALUES('eclairage-namur','language','fr');
INSERT INTO "terms" VALUES('eclairage-namur','missing','end_year');
INSERT INTO "terms" VALUES('eclairage-namur','missing','facts');
INSERT INTO "terms" VALUES('eclairage-namur','missing','funding_programme');
INSERT INTO "terms" VALUES('eclairage-namur','missing','lead');
INSERT INTO "terms" VALUES('eclairage-namur','missing','municipal_services');
INSERT INTO "terms" VALUES('eclairage-namur','missing','partners');
INSERT INTO "terms" VALUES('eclairage-namur','missing','personal_data');
INSERT INTO "terms" VALUES('eclairage-namur','missing','personal_data_reason');
INSERT INTO "terms" VALUES('eclairage-namur','missing','results');
INSERT INTO "terms" VALUES('eclairage-namur','missing','source_language');
INSERT INTO "terms" VALUES('eclairage-namur','missing','source_urls');
INSERT INTO "terms" VALUES('eclairage-namur','missing','status_year');
INSERT INTO "terms" VALUES('eclairage-namur','missing','subsidy_eur');
INSERT INTO "terms" VALUES('eclairage-namur','municipality','92094');
INSERT INTO "terms" VALUES('eclairage-namur','personal_data','unknown');
INSERT INTO "terms" VALUES('eclairage-namur','province','namur');
INSERT INTO "terms" VALUES('eclairage-namur','region','wallonie');
INSERT INTO "terms" VALUES('eclairage-namur','status','ongoing');
INSERT INTO "terms" VALUES('eclairage-namur','technology','eclairage-led');
INSERT INTO "terms" VALUES('eclairage-namur','technology_words',' led ');
CREATE TABLE vectors (
	fingerprint VARCHAR(64) NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (fingerprint, text_hash)
);
INSERT INTO "vectors" VALUES('0123456789abcdef','40f59ba92749ef7b42e0039c55ab847c826997d8071f57e9d10a849d666ee2c7',X'572B0539520C82BE000000007C12C33E0000000000000000520C023E520C023E00000000000000000000000000000000520C823E00000000520C82BE520C023E00000000520C023E520C023E0000000000000000520C82BE520C023E000000000000000000000000520C823E00000000520C02BE7C12C33E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000520C023E00000000000000000000000000000000000000000000000000000000520C82BE520C023E520C023E0000000000000000520C823E0000000000000000520C023E520C02BE520C823E00000000000000000000000000000000');
INSERT INTO "vectors" VALUES('0123456789abcdef','4bdcd68d1d6606e2e45e52a65f0f709b286465a97fea5504fc40b9bfc2dd210a',X'CAD922BEA4EEA2BDA4EEA2BDF765743EA4EEA23D0000000000000000A4EEA2BD00000000A4EEA23DA4EEA2BDA4EEA23DF765743EA4EEA2BDF765F4BEA4EEA2BDA4EEA23DA4EE223E0000000000000000A4EEA2BDA4EEA2BEA4EEA2BD0000000000000000A4EEA2BDA4EE223E00000000A4EEA2BDA4EE223E00000000000000000000000000000000A4EEA23DA4EE223EA4EEA23E00000000000000000000000000000000F765743E0000000000000000000000000000000000000000000000000000000000000000A4EEA2BD00000000A4EEA23DA4EE223EA4EEA23DA4EEA23D00000000A4EEA23DF765743EA4EE223EA4EEA2BDA4EEA23D00000000A4EE223E');
INSERT INTO "vectors" VALUES('0123456789abcdef','76be552024da34573493714fbc680550da1b8eb5a2f8509fae94f2c8ac6f52e1',X'13E82739A3F8A3BE00000000F4F4F53E0000000000000000A3F823BE0000000000000000000000000000000000000000A3F8A33E00000000A3F823BEA3F8233E0000000000000000A3F8233E0000000000000000A3F823BE00000000000000000000000000000000A3F8233E00000000A3F823BEA3F8A33E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000A3F8233E00000000000000000000000000000000000000000000000000000000A3F8A3BEA3F8233E000000000000000000000000000000000000000000000000A3F8233E00000000A3F8A33E00000000000000000000000000000000');
INSERT INTO "vectors" VALUES('0123456789abcdef','7b6eba7868bb60985f261d7ac9f0aeaf4ddcb4d0e1d4758d9fb04aa6c957f868',X'CEB249BEA2CC49BE000000007959973EA2CCC9BDA2CC49BEA2CCC93DA2CCC9BDA2CCC9BD0000000000000000A2CCC9BDA2CC493E00000000A2CC49BEA2CCC93DA2CCC9BD00000000000000000000000000000000A2CCC9BD000000000000000000000000A2CCC93DA2CCC93D00000000A2CCC9BDA2CC493E00000000A2CC49BE00000000A2CCC93DA2CCC9BDA2CCC93D00000000A2CC493E000000000000000000000000A2CC493E00000000A2CC49BEA2CCC93D00000000000000000000000000000000A2CC49BEA2CCC93D0000000000000000A2CCC93D00000000A2CCC93DA2CCC93DA2CC493EA2CCC9BD7959973EA2CCC93D0000000000000000A2CCC93E');
INSERT INTO "vectors" VALUES('0123456789abcdef','c722f72ebac1bc592be4f46bfe8e45623a8122e752bfdd5e1c738b3054cbb4fc',X'D5408ABD43648ABD43648ABD64964F3E43648A3D43648ABD43648ABD43640ABE64964FBE43648A3D43640ABE0000000064964F3E43648ABD6496CFBE64964FBE43648A3D43640A3E43648A3D43648ABD43648ABD64964FBE00000000000000000000000043648ABD64964F3E0000000043648ABD43640A3E43648A3D43648ABD000000000000000043648A3D64964F3E54FDAC3E43648ABD00000000000000000000000043648A3E0000000000000000000000000000000043648ABD000000000000000000000000000000000000000043648A3D64964F3E43648A3D43648A3D43648ABD43648A3D64964F3E64964F3E43648ABD43648A3D43648A3D64964F3E');
INSERT INTO "vectors" VALUES('0123456789abcdef','e3ae4a958159b97ba1ac55f0ecff7dbb38cc9bb5f1f47bb41f8a623f3fd3388c',X'888CAD38933D7EBE627EA93D933D7E3E0000000000000000933D7E3E00000000627EA9BD00000000627E29BE00000000627E293E627EA9BD627EA9BE0000000000000000627EA93D00000000627EA9BD00000000627EA9BD00000000933D7EBE627EA9BD627EA93D627EA93D627EA9BD627EA9BD933D7E3E00000000627EA93D627EA9BD00000000627EA9BD627E29BE627EA93D627EA9BD627EA9BE00000000627EA93D627EA9BD627EA9BD627EA93D627EA93D00000000000000000000000000000000627E29BE627E293E0000000000000000627EA93D627E293E627EA9BD00000000933D7E3E627EA93D933D7E3E627EA93D627EA9BD627EA93D00000000');
CREATE INDEX ix_documents_kind ON documents (kind);
CREATE INDEX ix_documents_source ON documents (source, source_ref);
CREATE INDEX ix_passages_document_id ON passages (document_id);
CREATE INDEX ix_entries_document_id ON entries (document_id);
CREATE INDEX ix_entries_text_hash ON entries (text_hash);
CREATE INDEX ix_terms_facet_value ON terms (facet, value);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entries',10);
COMMIT;
