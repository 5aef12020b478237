#:project ../../src/Holdfast/Holdfast.csproj
#:project ../../src/Holdfast.Providers/Holdfast.Providers.csproj
#:property PublishAot=false
using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Providers.Offline;
using Holdfast.Runs;
using Holdfast.Testing;
using Holdfast.Tools;

string CheckStock([Description("The product, such as tea.")] string product) => $"{product}: {product.Length * 7} packs on the shelf.";

var agent = Agent.Define("shop").Describe("answers questions about the shop's stock")
    .Use("check_stock", "Checks the stock of a product: how many packs of it are in stock.", CheckStock, ToolEffect.Read).Build();
var offline = new ModelCatalog([new ModelEndpoint(new ModelProvider("offline") { IsLocal = true }, "offline", new OfflineChatClient())]);
await using var runtime = new AgentRuntime(new AgentCatalog([agent]), offline, new InMemoryStore());
await runtime.StartAsync();
var result = await runtime.RunAsync("shop", args.Length > 0 ? string.Join(' ', args) : "Check the stock of the product tea");
Console.WriteLine($"{result.Answer}\n[{result.Reason}, {result.Steps} steps, ${result.Cost}]");
