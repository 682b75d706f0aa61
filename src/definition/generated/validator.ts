// @ts-nocheck
// Generated from ../schema.ts by `npm run generate`; do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:nova-launch:services.schema.json","allowComments":true,"allowTrailingCommas":true,"type":"object","properties":{"$schema":{"type":"string"},"config":{"type":"object"},"backdoor":{"anyOf":[{"type":"integer","minimum":0,"maximum":65535},{"type":"string","pattern":"^[^\\0]+$"}]},"log":{"type":"object","properties":{"file":{"type":"string","pattern":"^[^\\0]+$"},"mode":{"type":"string","pattern":"^0?[0-7]{3}$"}},"additionalProperties":false},"metrics":{"type":"string","pattern":"^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:[\\]\\0]+):(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"},"report":{"type":"object","properties":{"directory":{"type":"string","pattern":"^[^\\0]+$"},"trigger":{"type":"string","pattern":"^[^\\0]+$"}},"additionalProperties":false},"services":{"type":"object","propertyNames":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"},"additionalProperties":{"type":"object","properties":{"module":{"type":"string","pattern":"^[^\\0]+$"},"export":{"type":"string","pattern":"^[^\\0]+$"},"workers":{"anyOf":[{"type":"integer","minimum":1,"maximum":1024},{"type":"string","const":"auto"}]},"quorum":{"type":"integer","minimum":1,"maximum":1024},"config":{"type":"object"},"env":{"type":"object","propertyNames":{"type":"string","pattern":"^[^\\0=]+$"},"additionalProperties":{"type":"string","pattern":"^[^\\0]*$"}},"nodeArgs":{"type":"array","items":{"type":"string","pattern":"^[^\\0]*$"}},"after":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}},"essential":{"type":"boolean"},"restartMethod":{"type":"string","enum":["reload","mutate"]},"readyTimeout":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"gracefulShutdownTimeout":{"type":"number","minimum":0,"maximum":2147483},"restart":{"type":"object","properties":{"intensity":{"anyOf":[{"type":"integer","minimum":0,"maximum":9007199254740991},{"type":"string","const":"unlimited"}]},"period":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"backoff":{"type":"object","properties":{"initial":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"max":{"type":"number","exclusiveMinimum":0,"maximum":2147483}},"additionalProperties":false}},"additionalProperties":false},"reload":{"type":"object","properties":{"surge":{"type":"integer","minimum":1,"maximum":1024},"stableFor":{"type":"number","minimum":0,"maximum":2147483}},"additionalProperties":false},"watchdogTimeout":{"type":"number","minimum":0,"maximum":2147483},"healthInterval":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"recycle":{"type":"object","properties":{"maxLifetime":{"type":"number","minimum":0,"maximum":2147483},"maxTasks":{"type":"integer","minimum":0,"maximum":9007199254740991},"maxMemory":{"type":"object","properties":{"soft":{"anyOf":[{"type":"integer","minimum":1,"maximum":9007199254740991},{"type":"string","pattern":"^[1-9][0-9]{0,9}[KMG]$"}]},"hard":{"anyOf":[{"type":"integer","minimum":1,"maximum":9007199254740991},{"type":"string","pattern":"^[1-9][0-9]{0,9}[KMG]$"}]}},"additionalProperties":false}},"additionalProperties":false},"schedulingPolicy":{"type":"string","enum":["none","rr"]}},"additionalProperties":false}}},"additionalProperties":false};
const pattern0 = new RegExp("^[^\\0]+$", "u");
const pattern2 = new RegExp("^0?[0-7]{3}$", "u");
const pattern3 = new RegExp("^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:[\\]\\0]+):(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$", "u");
const pattern6 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern9 = new RegExp("^[^\\0=]+$", "u");
const pattern10 = new RegExp("^[^\\0]*$", "u");
const pattern13 = new RegExp("^[1-9][0-9]{0,9}[KMG]$", "u");
const func2 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:nova-launch:services.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "$schema") || (key0 === "config")) || (key0 === "backdoor")) || (key0 === "log")) || (key0 === "metrics")) || (key0 === "report")) || (key0 === "services"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.$schema !== undefined){
if(typeof data.$schema !== "string"){
const err1 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.config !== undefined){
let data1 = data.config;
if(!(data1 && typeof data1 == "object" && !Array.isArray(data1))){
const err2 = {instancePath:instancePath+"/config",schemaPath:"#/properties/config/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.backdoor !== undefined){
let data2 = data.backdoor;
const _errs7 = errors;
let valid1 = false;
const _errs8 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err3 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 65535 || isNaN(data2)){
const err4 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err5 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid0 = _errs8 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs10 = errors;
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
const err6 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err8 = {instancePath:instancePath+"/backdoor",schemaPath:"#/properties/backdoor/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
}
if(data.log !== undefined){
let data3 = data.log;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!((key1 === "file") || (key1 === "mode"))){
const err9 = {instancePath:instancePath+"/log",schemaPath:"#/properties/log/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.file !== undefined){
let data4 = data3.file;
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
const err10 = {instancePath:instancePath+"/log/file",schemaPath:"#/properties/log/properties/file/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/log/file",schemaPath:"#/properties/log/properties/file/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.mode !== undefined){
let data5 = data3.mode;
if(typeof data5 === "string"){
if(!pattern2.test(data5)){
const err12 = {instancePath:instancePath+"/log/mode",schemaPath:"#/properties/log/properties/mode/pattern",keyword:"pattern",params:{pattern: "^0?[0-7]{3}$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/log/mode",schemaPath:"#/properties/log/properties/mode/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/log",schemaPath:"#/properties/log/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.metrics !== undefined){
let data6 = data.metrics;
if(typeof data6 === "string"){
if(!pattern3.test(data6)){
const err15 = {instancePath:instancePath+"/metrics",schemaPath:"#/properties/metrics/pattern",keyword:"pattern",params:{pattern: "^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:[\\]\\0]+):(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/metrics",schemaPath:"#/properties/metrics/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.report !== undefined){
let data7 = data.report;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key2 in data7){
if(!((key2 === "directory") || (key2 === "trigger"))){
const err17 = {instancePath:instancePath+"/report",schemaPath:"#/properties/report/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.directory !== undefined){
let data8 = data7.directory;
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
const err18 = {instancePath:instancePath+"/report/directory",schemaPath:"#/properties/report/properties/directory/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/report/directory",schemaPath:"#/properties/report/properties/directory/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data7.trigger !== undefined){
let data9 = data7.trigger;
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
const err20 = {instancePath:instancePath+"/report/trigger",schemaPath:"#/properties/report/properties/trigger/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/report/trigger",schemaPath:"#/properties/report/properties/trigger/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/report",schemaPath:"#/properties/report/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.services !== undefined){
let data10 = data.services;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key3 in data10){
const _errs30 = errors;
if(typeof key3 === "string"){
if(!pattern6.test(key3)){
const err23 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},propertyName:key3};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key3};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var valid4 = _errs30 === errors;
if(!valid4){
const err25 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames",keyword:"propertyNames",params:{propertyName: key3}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
for(const key4 in data10){
let data11 = data10[key4];
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key5 in data11){
if(!(func2.call(schema11.properties.services.additionalProperties.properties, key5))){
const err26 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data11.module !== undefined){
let data12 = data11.module;
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
const err27 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/module",schemaPath:"#/properties/services/additionalProperties/properties/module/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/module",schemaPath:"#/properties/services/additionalProperties/properties/module/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data11.export !== undefined){
let data13 = data11.export;
if(typeof data13 === "string"){
if(!pattern0.test(data13)){
const err29 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/export",schemaPath:"#/properties/services/additionalProperties/properties/export/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/export",schemaPath:"#/properties/services/additionalProperties/properties/export/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data11.workers !== undefined){
let data14 = data11.workers;
const _errs41 = errors;
let valid7 = false;
const _errs42 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err31 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 1024 || isNaN(data14)){
const err32 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data14 < 1 || isNaN(data14)){
const err33 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
var _valid1 = _errs42 === errors;
valid7 = valid7 || _valid1;
if(!valid7){
const _errs44 = errors;
if(typeof data14 !== "string"){
const err34 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if("auto" !== data14){
const err35 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/1/const",keyword:"const",params:{allowedValue: "auto"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
var _valid1 = _errs44 === errors;
valid7 = valid7 || _valid1;
}
if(!valid7){
const err36 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
}
if(data11.quorum !== undefined){
let data15 = data11.quorum;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err37 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/quorum",schemaPath:"#/properties/services/additionalProperties/properties/quorum/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 1024 || isNaN(data15)){
const err38 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/quorum",schemaPath:"#/properties/services/additionalProperties/properties/quorum/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data15 < 1 || isNaN(data15)){
const err39 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/quorum",schemaPath:"#/properties/services/additionalProperties/properties/quorum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data11.config !== undefined){
let data16 = data11.config;
if(!(data16 && typeof data16 == "object" && !Array.isArray(data16))){
const err40 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/config",schemaPath:"#/properties/services/additionalProperties/properties/config/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data11.env !== undefined){
let data17 = data11.env;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key6 in data17){
const _errs52 = errors;
if(typeof key6 === "string"){
if(!pattern9.test(key6)){
const err41 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[^\\0=]+$"},propertyName:key6};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key6};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
var valid8 = _errs52 === errors;
if(!valid8){
const err43 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames",keyword:"propertyNames",params:{propertyName: key6}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
for(const key7 in data17){
let data18 = data17[key7];
if(typeof data18 === "string"){
if(!pattern10.test(data18)){
const err44 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/properties/env/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\0]*$"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/properties/env/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data11.nodeArgs !== undefined){
let data19 = data11.nodeArgs;
if(Array.isArray(data19)){
const len0 = data19.length;
for(let i0=0; i0<len0; i0++){
let data20 = data19[i0];
if(typeof data20 === "string"){
if(!pattern10.test(data20)){
const err47 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs/" + i0,schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/items/pattern",keyword:"pattern",params:{pattern: "^[^\\0]*$"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs/" + i0,schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs",schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data11.after !== undefined){
let data21 = data11.after;
if(Array.isArray(data21)){
const len1 = data21.length;
for(let i1=0; i1<len1; i1++){
let data22 = data21[i1];
if(typeof data22 === "string"){
if(!pattern6.test(data22)){
const err50 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/after/" + i1,schemaPath:"#/properties/services/additionalProperties/properties/after/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/after/" + i1,schemaPath:"#/properties/services/additionalProperties/properties/after/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/after",schemaPath:"#/properties/services/additionalProperties/properties/after/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data11.essential !== undefined){
if(typeof data11.essential !== "boolean"){
const err53 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/essential",schemaPath:"#/properties/services/additionalProperties/properties/essential/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data11.restartMethod !== undefined){
let data24 = data11.restartMethod;
if(typeof data24 !== "string"){
const err54 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restartMethod",schemaPath:"#/properties/services/additionalProperties/properties/restartMethod/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!((data24 === "reload") || (data24 === "mutate"))){
const err55 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restartMethod",schemaPath:"#/properties/services/additionalProperties/properties/restartMethod/enum",keyword:"enum",params:{allowedValues: schema11.properties.services.additionalProperties.properties.restartMethod.enum}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data11.readyTimeout !== undefined){
let data25 = data11.readyTimeout;
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 2147483 || isNaN(data25)){
const err56 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data25 <= 0 || isNaN(data25)){
const err57 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data11.gracefulShutdownTimeout !== undefined){
let data26 = data11.gracefulShutdownTimeout;
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 2147483 || isNaN(data26)){
const err59 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data26 < 0 || isNaN(data26)){
const err60 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
else {
const err61 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data11.restart !== undefined){
let data27 = data11.restart;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key8 in data27){
if(!(((key8 === "intensity") || (key8 === "period")) || (key8 === "backoff"))){
const err62 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/services/additionalProperties/properties/restart/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data27.intensity !== undefined){
let data28 = data27.intensity;
const _errs77 = errors;
let valid15 = false;
const _errs78 = errors;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err63 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 9007199254740991 || isNaN(data28)){
const err64 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data28 < 0 || isNaN(data28)){
const err65 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
var _valid2 = _errs78 === errors;
valid15 = valid15 || _valid2;
if(!valid15){
const _errs80 = errors;
if(typeof data28 !== "string"){
const err66 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if("unlimited" !== data28){
const err67 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/1/const",keyword:"const",params:{allowedValue: "unlimited"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
var _valid2 = _errs80 === errors;
valid15 = valid15 || _valid2;
}
if(!valid15){
const err68 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
else {
errors = _errs77;
if(vErrors !== null){
if(_errs77){
vErrors.length = _errs77;
}
else {
vErrors = null;
}
}
}
}
if(data27.period !== undefined){
let data29 = data27.period;
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 2147483 || isNaN(data29)){
const err69 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data29 <= 0 || isNaN(data29)){
const err70 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data27.backoff !== undefined){
let data30 = data27.backoff;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key9 in data30){
if(!((key9 === "initial") || (key9 === "max"))){
const err72 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data30.initial !== undefined){
let data31 = data30.initial;
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 2147483 || isNaN(data31)){
const err73 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data31 <= 0 || isNaN(data31)){
const err74 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
else {
const err75 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data30.max !== undefined){
let data32 = data30.max;
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 2147483 || isNaN(data32)){
const err76 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data32 <= 0 || isNaN(data32)){
const err77 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
else {
const err78 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/services/additionalProperties/properties/restart/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data11.reload !== undefined){
let data33 = data11.reload;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
for(const key10 in data33){
if(!((key10 === "surge") || (key10 === "stableFor"))){
const err81 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload",schemaPath:"#/properties/services/additionalProperties/properties/reload/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data33.surge !== undefined){
let data34 = data33.surge;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
const err82 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 1024 || isNaN(data34)){
const err83 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data34 < 1 || isNaN(data34)){
const err84 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data33.stableFor !== undefined){
let data35 = data33.stableFor;
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 2147483 || isNaN(data35)){
const err85 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err86 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
else {
const err87 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
else {
const err88 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload",schemaPath:"#/properties/services/additionalProperties/properties/reload/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data11.watchdogTimeout !== undefined){
let data36 = data11.watchdogTimeout;
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 2147483 || isNaN(data36)){
const err89 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err90 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
else {
const err91 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data11.healthInterval !== undefined){
let data37 = data11.healthInterval;
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 2147483 || isNaN(data37)){
const err92 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data37 <= 0 || isNaN(data37)){
const err93 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data11.recycle !== undefined){
let data38 = data11.recycle;
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key11 in data38){
if(!(((key11 === "maxLifetime") || (key11 === "maxTasks")) || (key11 === "maxMemory"))){
const err95 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle",schemaPath:"#/properties/services/additionalProperties/properties/recycle/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data38.maxLifetime !== undefined){
let data39 = data38.maxLifetime;
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 2147483 || isNaN(data39)){
const err96 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(data39 < 0 || isNaN(data39)){
const err97 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
else {
const err98 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data38.maxTasks !== undefined){
let data40 = data38.maxTasks;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
const err99 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 9007199254740991 || isNaN(data40)){
const err100 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data40 < 0 || isNaN(data40)){
const err101 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
if(data38.maxMemory !== undefined){
let data41 = data38.maxMemory;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
for(const key12 in data41){
if(!((key12 === "soft") || (key12 === "hard"))){
const err102 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data41.soft !== undefined){
let data42 = data41.soft;
const _errs113 = errors;
let valid20 = false;
const _errs114 = errors;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err103 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 9007199254740991 || isNaN(data42)){
const err104 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data42 < 1 || isNaN(data42)){
const err105 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
var _valid3 = _errs114 === errors;
valid20 = valid20 || _valid3;
if(!valid20){
const _errs116 = errors;
if(typeof data42 === "string"){
if(!pattern13.test(data42)){
const err106 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,9}[KMG]$"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
else {
const err107 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
var _valid3 = _errs116 === errors;
valid20 = valid20 || _valid3;
}
if(!valid20){
const err108 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
else {
errors = _errs113;
if(vErrors !== null){
if(_errs113){
vErrors.length = _errs113;
}
else {
vErrors = null;
}
}
}
}
if(data41.hard !== undefined){
let data43 = data41.hard;
const _errs119 = errors;
let valid21 = false;
const _errs120 = errors;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
const err109 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 > 9007199254740991 || isNaN(data43)){
const err110 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data43 < 1 || isNaN(data43)){
const err111 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
var _valid4 = _errs120 === errors;
valid21 = valid21 || _valid4;
if(!valid21){
const _errs122 = errors;
if(typeof data43 === "string"){
if(!pattern13.test(data43)){
const err112 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,9}[KMG]$"}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
else {
const err113 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
var _valid4 = _errs122 === errors;
valid21 = valid21 || _valid4;
}
if(!valid21){
const err114 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
else {
errors = _errs119;
if(vErrors !== null){
if(_errs119){
vErrors.length = _errs119;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err115 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
else {
const err116 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle",schemaPath:"#/properties/services/additionalProperties/properties/recycle/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data11.schedulingPolicy !== undefined){
let data44 = data11.schedulingPolicy;
if(typeof data44 !== "string"){
const err117 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/schedulingPolicy",schemaPath:"#/properties/services/additionalProperties/properties/schedulingPolicy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(!((data44 === "none") || (data44 === "rr"))){
const err118 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/schedulingPolicy",schemaPath:"#/properties/services/additionalProperties/properties/schedulingPolicy/enum",keyword:"enum",params:{allowedValues: schema11.properties.services.additionalProperties.properties.schedulingPolicy.enum}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/services/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
else {
const err120 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
