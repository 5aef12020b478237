using System.Text.Json;

namespace Holdfast.Json;

/// <summary>The 2020-12 metaschema and its vocabularies, as far as they assert anything. Source: https://json-schema.org/draft/2020-12/schema.</summary>
internal static class Metaschema
{
    public const string Address = "https://json-schema.org/draft/2020-12/schema";
    private const string Base = "https://json-schema.org/draft/2020-12/";

    public static JsonSchemaRegistry Registry { get; } = Build();

    private static JsonSchemaRegistry Build()
    {
        var registry = new JsonSchemaRegistry();
        string[] parts = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"];
        var vocabularies = string.Join(',', parts.Select(part => $"\"{Base}vocab/{part}\":true"));
        var references = string.Join(',', parts.Select(part => $$"""{"$ref":"meta/{{part}}"}"""));
        Add(registry, "schema", vocabularies, $"\"allOf\":[{references}]," + """
            "properties":{
              "definitions":{"type":"object","additionalProperties":{"$dynamicRef":"#meta"},"default":{},"deprecated":true},
              "dependencies":{"type":"object","additionalProperties":{"anyOf":[{"$dynamicRef":"#meta"},{"$ref":"meta/validation#/$defs/stringArray"}]},"default":{},"deprecated":true},
              "$recursiveAnchor":{"$ref":"meta/core#/$defs/anchorString","deprecated":true},
              "$recursiveRef":{"$ref":"meta/core#/$defs/uriReferenceString","deprecated":true}}
            """);
        AddPart(registry, "core", """
            "properties":{
              "$id":{"$ref":"#/$defs/uriReferenceString","pattern":"^[^#]*#?$"},
              "$schema":{"$ref":"#/$defs/uriString"},
              "$ref":{"$ref":"#/$defs/uriReferenceString"},
              "$anchor":{"$ref":"#/$defs/anchorString"},
              "$dynamicRef":{"$ref":"#/$defs/uriReferenceString"},
              "$dynamicAnchor":{"$ref":"#/$defs/anchorString"},
              "$vocabulary":{"type":"object","propertyNames":{"$ref":"#/$defs/uriString"},"additionalProperties":{"type":"boolean"}},
              "$comment":{"type":"string"},
              "$defs":{"type":"object","additionalProperties":{"$dynamicRef":"#meta"}}},
            "$defs":{
              "anchorString":{"type":"string","pattern":"^[A-Za-z_][-A-Za-z0-9._]*$"},
              "uriString":{"type":"string","format":"uri"},
              "uriReferenceString":{"type":"string","format":"uri-reference"}}
            """);
        AddPart(registry, "applicator", Properties(
            ("#meta", "additionalProperties contains else if items not propertyNames then"),
            ("array", "allOf anyOf oneOf prefixItems"),
            ("map", "dependentSchemas patternProperties properties"))
            + ",\"$defs\":{\"schemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$dynamicRef\":\"#meta\"}}}");
        AddPart(registry, "unevaluated", Properties(("#meta", "unevaluatedItems unevaluatedProperties")));
        AddPart(registry, "validation", """
            "properties":{
              "type":{"anyOf":[{"$ref":"#/$defs/simpleTypes"},{"type":"array","items":{"$ref":"#/$defs/simpleTypes"},"minItems":1,"uniqueItems":true}]},
              "const":true,"enum":{"type":"array","items":true},
              "multipleOf":{"type":"number","exclusiveMinimum":0},
              "maximum":{"type":"number"},"exclusiveMaximum":{"type":"number"},"minimum":{"type":"number"},"exclusiveMinimum":{"type":"number"},
              "maxLength":{"$ref":"#/$defs/nonNegativeInteger"},"minLength":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},
              "pattern":{"type":"string","format":"regex"},
              "maxItems":{"$ref":"#/$defs/nonNegativeInteger"},"minItems":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},
              "uniqueItems":{"type":"boolean","default":false},
              "maxContains":{"$ref":"#/$defs/nonNegativeInteger"},"minContains":{"$ref":"#/$defs/nonNegativeInteger","default":1},
              "maxProperties":{"$ref":"#/$defs/nonNegativeInteger"},"minProperties":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},
              "required":{"$ref":"#/$defs/stringArray"},
              "dependentRequired":{"type":"object","additionalProperties":{"$ref":"#/$defs/stringArray"}}},
            "$defs":{
              "nonNegativeInteger":{"type":"integer","minimum":0},
              "nonNegativeIntegerDefault0":{"$ref":"#/$defs/nonNegativeInteger","default":0},
              "simpleTypes":{"enum":["array","boolean","integer","null","number","object","string"]},
              "stringArray":{"type":"array","items":{"type":"string"},"uniqueItems":true,"default":[]}}
            """);
        AddPart(registry, "meta-data", Properties(("string", "title description"), ("boolean", "deprecated readOnly writeOnly"), ("any", "default"), ("list", "examples")));
        AddPart(registry, "format-annotation", Properties(("string", "format")));
        AddPart(registry, "format-assertion", Properties(("string", "format")));
        AddPart(registry, "content", Properties(("string", "contentEncoding contentMediaType"), ("#meta", "contentSchema")));
        return registry;
    }

    private static string Properties(params (string Kind, string Names)[] groups)
    {
        var members = groups.SelectMany(group => group.Names.Split(' ').Select(name => $"\"{name}\":" + group.Kind switch
        {
            "#meta" => """{"$dynamicRef":"#meta"}""",
            "array" => """{"$ref":"#/$defs/schemaArray"}""",
            "map" => """{"type":"object","additionalProperties":{"$dynamicRef":"#meta"},"default":{}}""",
            "list" => """{"type":"array","items":true}""",
            "any" => "true",
            var type => $"{{\"type\":\"{type}\"}}",
        }));
        return "\"properties\":{" + string.Join(',', members) + "}";
    }

    private static void AddPart(JsonSchemaRegistry registry, string part, string body) =>
        Add(registry, "meta/" + part, $"\"{Base}vocab/{part}\":true", body);

    private static void Add(JsonSchemaRegistry registry, string path, string vocabularies, string body)
    {
        using var document = JsonDocument.Parse($$"""
            {"$schema":"{{Address}}","$id":"{{Base}}{{path}}","$vocabulary":{ {{vocabularies}} },"$dynamicAnchor":"meta","type":["object","boolean"],{{body}} }
            """);
        registry.Register(Base + path, document.RootElement);
    }
}
