-- MySQL dump 10.19
CREATE TABLE subscriber (id INTEGER, username TEXT, domain TEXT, password TEXT, ha1 TEXT, ha1b TEXT, email_address TEXT);
INSERT INTO subscriber VALUES (1,'101','lra.example','geheim','8f37dd3ccfb314bcfddcb204a14ab77a','','hanna.kroeger@lra.example');
INSERT INTO subscriber VALUES (2,'0201','lra.example','','0123456789abcdef0123456789abcdef','','');
INSERT INTO subscriber VALUES (3,'0201','alt.example','x','','','');
INSERT INTO subscriber VALUES (4,'ayse.demir','lra.example','Geheim-302','','','');
INSERT INTO subscriber VALUES (5,'tor','lra.example','Geheim-tor','','','');
INSERT INTO subscriber VALUES (6,'104','lra.example','','abc','','');
CREATE TABLE dbaliases (alias_username TEXT, alias_domain TEXT, username TEXT, domain TEXT);
INSERT INTO dbaliases VALUES ('08999998101','lra.example','101','lra.example');
INSERT INTO dbaliases VALUES ('302','lra.example','ayse.demir','lra.example');
INSERT INTO dbaliases VALUES ('info','lra.example','101','lra.example');
INSERT INTO dbaliases VALUES ('0899','lra.example','999','lra.example');
CREATE TABLE version (table_name TEXT, table_version INTEGER);
INSERT INTO version VALUES ('subscriber',7);
