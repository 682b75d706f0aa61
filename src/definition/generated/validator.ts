// @ts-nocheck
// Generated from ../schema.ts by `npm run generate`; do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:nova-launch:services.schema.json","allowComments":true,"allowTrailingCommas":true,"type":"object","properties":{"$schema":{"type":"string"},"config":{"type":"object"},"services":{"type":"object","propertyNames":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"},"additionalProperties":{"type":"object","properties":{"module":{"type":"string","pattern":"^[^\\0]+$"},"export":{"type":"string","pattern":"^[^\\0]+$"},"workers":{"anyOf":[{"type":"integer","minimum":1,"maximum":1024},{"type":"string","const":"auto"}]},"config":{"type":"object"},"env":{"type":"object","propertyNames":{"type":"string","pattern":"^[^\\0=]+$"},"additionalProperties":{"type":"string","pattern":"^[^\\0]*$"}},"nodeArgs":{"type":"array","items":{"type":"string","pattern":"^[^\\0]*$"}},"after":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}},"essential":{"type":"boolean"},"restartMethod":{"type":"string","enum":["reload","mutate"]},"readyTimeout":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"gracefulShutdownTimeout":{"type":"number","minimum":0,"maximum":2147483},"restart":{"type":"object","properties":{"intensity":{"anyOf":[{"type":"integer","minimum":0,"maximum":9007199254740991},{"type":"string","const":"unlimited"}]},"period":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"backoff":{"type":"object","properties":{"initial":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"max":{"type":"number","exclusiveMinimum":0,"maximum":2147483}},"additionalProperties":false}},"additionalProperties":false},"reload":{"type":"object","properties":{"surge":{"type":"integer","minimum":1,"maximum":1024},"stableFor":{"type":"number","minimum":0,"maximum":2147483}},"additionalProperties":false},"watchdogTimeout":{"type":"number","minimum":0,"maximum":2147483},"healthInterval":{"type":"number","exclusiveMinimum":0,"maximum":2147483},"recycle":{"type":"object","properties":{"maxLifetime":{"type":"number","minimum":0,"maximum":2147483},"maxTasks":{"type":"integer","minimum":0,"maximum":9007199254740991},"maxMemory":{"type":"object","properties":{"soft":{"anyOf":[{"type":"integer","minimum":1,"maximum":9007199254740991},{"type":"string","pattern":"^[1-9][0-9]{0,9}[KMG]$"}]},"hard":{"anyOf":[{"type":"integer","minimum":1,"maximum":9007199254740991},{"type":"string","pattern":"^[1-9][0-9]{0,9}[KMG]$"}]}},"additionalProperties":false}},"additionalProperties":false},"schedulingPolicy":{"type":"string","enum":["none","rr"]}},"additionalProperties":false}}},"additionalProperties":false};
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern1 = new RegExp("^[^\\0]+$", "u");
const pattern3 = new RegExp("^[^\\0=]+$", "u");
const pattern4 = new RegExp("^[^\\0]*$", "u");
const pattern7 = new RegExp("^[1-9][0-9]{0,9}[KMG]$", "u");
const func2 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:nova-launch:services.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "$schema") || (key0 === "config")) || (key0 === "services"))){
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
if(data.services !== undefined){
let data2 = data.services;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
const _errs8 = errors;
if(typeof key1 === "string"){
if(!pattern0.test(key1)){
const err3 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},propertyName:key1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var valid1 = _errs8 === errors;
if(!valid1){
const err5 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames",keyword:"propertyNames",params:{propertyName: key1}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
for(const key2 in data2){
let data3 = data2[key2];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key3 in data3){
if(!(func2.call(schema11.properties.services.additionalProperties.properties, key3))){
const err6 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.module !== undefined){
let data4 = data3.module;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err7 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/module",schemaPath:"#/properties/services/additionalProperties/properties/module/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/module",schemaPath:"#/properties/services/additionalProperties/properties/module/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.export !== undefined){
let data5 = data3.export;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err9 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/export",schemaPath:"#/properties/services/additionalProperties/properties/export/pattern",keyword:"pattern",params:{pattern: "^[^\\0]+$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/export",schemaPath:"#/properties/services/additionalProperties/properties/export/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data3.workers !== undefined){
let data6 = data3.workers;
const _errs19 = errors;
let valid4 = false;
const _errs20 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err11 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1024 || isNaN(data6)){
const err12 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data6 < 1 || isNaN(data6)){
const err13 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid0 = _errs20 === errors;
valid4 = valid4 || _valid0;
if(!valid4){
const _errs22 = errors;
if(typeof data6 !== "string"){
const err14 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if("auto" !== data6){
const err15 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf/1/const",keyword:"const",params:{allowedValue: "auto"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var _valid0 = _errs22 === errors;
valid4 = valid4 || _valid0;
}
if(!valid4){
const err16 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/workers",schemaPath:"#/properties/services/additionalProperties/properties/workers/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
else {
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
}
}
if(data3.config !== undefined){
let data7 = data3.config;
if(!(data7 && typeof data7 == "object" && !Array.isArray(data7))){
const err17 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/config",schemaPath:"#/properties/services/additionalProperties/properties/config/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data3.env !== undefined){
let data8 = data3.env;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key4 in data8){
const _errs28 = errors;
if(typeof key4 === "string"){
if(!pattern3.test(key4)){
const err18 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[^\\0=]+$"},propertyName:key4};
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
const err19 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var valid5 = _errs28 === errors;
if(!valid5){
const err20 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/propertyNames",keyword:"propertyNames",params:{propertyName: key4}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
for(const key5 in data8){
let data9 = data8[key5];
if(typeof data9 === "string"){
if(!pattern4.test(data9)){
const err21 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/properties/env/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\0]*$"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/properties/env/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/services/additionalProperties/properties/env/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data3.nodeArgs !== undefined){
let data10 = data3.nodeArgs;
if(Array.isArray(data10)){
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
let data11 = data10[i0];
if(typeof data11 === "string"){
if(!pattern4.test(data11)){
const err24 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs/" + i0,schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/items/pattern",keyword:"pattern",params:{pattern: "^[^\\0]*$"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs/" + i0,schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/nodeArgs",schemaPath:"#/properties/services/additionalProperties/properties/nodeArgs/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data3.after !== undefined){
let data12 = data3.after;
if(Array.isArray(data12)){
const len1 = data12.length;
for(let i1=0; i1<len1; i1++){
let data13 = data12[i1];
if(typeof data13 === "string"){
if(!pattern0.test(data13)){
const err27 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/after/" + i1,schemaPath:"#/properties/services/additionalProperties/properties/after/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"}};
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
const err28 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/after/" + i1,schemaPath:"#/properties/services/additionalProperties/properties/after/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/after",schemaPath:"#/properties/services/additionalProperties/properties/after/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data3.essential !== undefined){
if(typeof data3.essential !== "boolean"){
const err30 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/essential",schemaPath:"#/properties/services/additionalProperties/properties/essential/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data3.restartMethod !== undefined){
let data15 = data3.restartMethod;
if(typeof data15 !== "string"){
const err31 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restartMethod",schemaPath:"#/properties/services/additionalProperties/properties/restartMethod/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(!((data15 === "reload") || (data15 === "mutate"))){
const err32 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restartMethod",schemaPath:"#/properties/services/additionalProperties/properties/restartMethod/enum",keyword:"enum",params:{allowedValues: schema11.properties.services.additionalProperties.properties.restartMethod.enum}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data3.readyTimeout !== undefined){
let data16 = data3.readyTimeout;
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 2147483 || isNaN(data16)){
const err33 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data16 <= 0 || isNaN(data16)){
const err34 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/readyTimeout",schemaPath:"#/properties/services/additionalProperties/properties/readyTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data3.gracefulShutdownTimeout !== undefined){
let data17 = data3.gracefulShutdownTimeout;
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 2147483 || isNaN(data17)){
const err36 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data17 < 0 || isNaN(data17)){
const err37 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/gracefulShutdownTimeout",schemaPath:"#/properties/services/additionalProperties/properties/gracefulShutdownTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data3.restart !== undefined){
let data18 = data3.restart;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
for(const key6 in data18){
if(!(((key6 === "intensity") || (key6 === "period")) || (key6 === "backoff"))){
const err39 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/services/additionalProperties/properties/restart/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data18.intensity !== undefined){
let data19 = data18.intensity;
const _errs53 = errors;
let valid12 = false;
const _errs54 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err40 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 9007199254740991 || isNaN(data19)){
const err41 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data19 < 0 || isNaN(data19)){
const err42 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
var _valid1 = _errs54 === errors;
valid12 = valid12 || _valid1;
if(!valid12){
const _errs56 = errors;
if(typeof data19 !== "string"){
const err43 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if("unlimited" !== data19){
const err44 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf/1/const",keyword:"const",params:{allowedValue: "unlimited"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
var _valid1 = _errs56 === errors;
valid12 = valid12 || _valid1;
}
if(!valid12){
const err45 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/intensity",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/intensity/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
else {
errors = _errs53;
if(vErrors !== null){
if(_errs53){
vErrors.length = _errs53;
}
else {
vErrors = null;
}
}
}
}
if(data18.period !== undefined){
let data20 = data18.period;
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 2147483 || isNaN(data20)){
const err46 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data20 <= 0 || isNaN(data20)){
const err47 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
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
const err48 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/period",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/period/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data18.backoff !== undefined){
let data21 = data18.backoff;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key7 in data21){
if(!((key7 === "initial") || (key7 === "max"))){
const err49 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data21.initial !== undefined){
let data22 = data21.initial;
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 2147483 || isNaN(data22)){
const err50 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(data22 <= 0 || isNaN(data22)){
const err51 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/initial",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/initial/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data21.max !== undefined){
let data23 = data21.max;
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 2147483 || isNaN(data23)){
const err53 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data23 <= 0 || isNaN(data23)){
const err54 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff/max",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/properties/max/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart/backoff",schemaPath:"#/properties/services/additionalProperties/properties/restart/properties/backoff/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/services/additionalProperties/properties/restart/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data3.reload !== undefined){
let data24 = data3.reload;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key8 in data24){
if(!((key8 === "surge") || (key8 === "stableFor"))){
const err58 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload",schemaPath:"#/properties/services/additionalProperties/properties/reload/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data24.surge !== undefined){
let data25 = data24.surge;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err59 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 1024 || isNaN(data25)){
const err60 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data25 < 1 || isNaN(data25)){
const err61 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/surge",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/surge/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
if(data24.stableFor !== undefined){
let data26 = data24.stableFor;
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 2147483 || isNaN(data26)){
const err62 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data26 < 0 || isNaN(data26)){
const err63 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload/stableFor",schemaPath:"#/properties/services/additionalProperties/properties/reload/properties/stableFor/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/reload",schemaPath:"#/properties/services/additionalProperties/properties/reload/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data3.watchdogTimeout !== undefined){
let data27 = data3.watchdogTimeout;
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 2147483 || isNaN(data27)){
const err66 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data27 < 0 || isNaN(data27)){
const err67 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/watchdogTimeout",schemaPath:"#/properties/services/additionalProperties/properties/watchdogTimeout/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data3.healthInterval !== undefined){
let data28 = data3.healthInterval;
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 2147483 || isNaN(data28)){
const err69 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data28 <= 0 || isNaN(data28)){
const err70 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
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
const err71 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/healthInterval",schemaPath:"#/properties/services/additionalProperties/properties/healthInterval/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data3.recycle !== undefined){
let data29 = data3.recycle;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
for(const key9 in data29){
if(!(((key9 === "maxLifetime") || (key9 === "maxTasks")) || (key9 === "maxMemory"))){
const err72 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle",schemaPath:"#/properties/services/additionalProperties/properties/recycle/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data29.maxLifetime !== undefined){
let data30 = data29.maxLifetime;
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 2147483 || isNaN(data30)){
const err73 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data30 < 0 || isNaN(data30)){
const err74 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
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
const err75 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxLifetime",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxLifetime/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data29.maxTasks !== undefined){
let data31 = data29.maxTasks;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
const err76 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 9007199254740991 || isNaN(data31)){
const err77 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data31 < 0 || isNaN(data31)){
const err78 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxTasks",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxTasks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
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
if(data29.maxMemory !== undefined){
let data32 = data29.maxMemory;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
for(const key10 in data32){
if(!((key10 === "soft") || (key10 === "hard"))){
const err79 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data32.soft !== undefined){
let data33 = data32.soft;
const _errs89 = errors;
let valid17 = false;
const _errs90 = errors;
if(!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))){
const err80 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 9007199254740991 || isNaN(data33)){
const err81 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data33 < 1 || isNaN(data33)){
const err82 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
var _valid2 = _errs90 === errors;
valid17 = valid17 || _valid2;
if(!valid17){
const _errs92 = errors;
if(typeof data33 === "string"){
if(!pattern7.test(data33)){
const err83 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,9}[KMG]$"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
else {
const err84 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
var _valid2 = _errs92 === errors;
valid17 = valid17 || _valid2;
}
if(!valid17){
const err85 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/soft",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/soft/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
else {
errors = _errs89;
if(vErrors !== null){
if(_errs89){
vErrors.length = _errs89;
}
else {
vErrors = null;
}
}
}
}
if(data32.hard !== undefined){
let data34 = data32.hard;
const _errs95 = errors;
let valid18 = false;
const _errs96 = errors;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
const err86 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 9007199254740991 || isNaN(data34)){
const err87 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data34 < 1 || isNaN(data34)){
const err88 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
var _valid3 = _errs96 === errors;
valid18 = valid18 || _valid3;
if(!valid18){
const _errs98 = errors;
if(typeof data34 === "string"){
if(!pattern7.test(data34)){
const err89 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,9}[KMG]$"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
var _valid3 = _errs98 === errors;
valid18 = valid18 || _valid3;
}
if(!valid18){
const err91 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory/hard",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/properties/hard/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
else {
errors = _errs95;
if(vErrors !== null){
if(_errs95){
vErrors.length = _errs95;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err92 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle/maxMemory",schemaPath:"#/properties/services/additionalProperties/properties/recycle/properties/maxMemory/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/recycle",schemaPath:"#/properties/services/additionalProperties/properties/recycle/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data3.schedulingPolicy !== undefined){
let data35 = data3.schedulingPolicy;
if(typeof data35 !== "string"){
const err94 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/schedulingPolicy",schemaPath:"#/properties/services/additionalProperties/properties/schedulingPolicy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(!((data35 === "none") || (data35 === "rr"))){
const err95 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/schedulingPolicy",schemaPath:"#/properties/services/additionalProperties/properties/schedulingPolicy/enum",keyword:"enum",params:{allowedValues: schema11.properties.services.additionalProperties.properties.schedulingPolicy.enum}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/services/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/services/additionalProperties/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
