using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Server;
using Holdfast.Server.Hosting;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Cli.Tests;

/// <summary>A real server on a free loopback port, with a scripted model, an agent named <c>shop</c> and a SQLite file of its own.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly string folder;

    private LoopbackServer(WebApplication application, string folder)
    {
        this.application = application;
        this.folder = folder;
    }

    /// <summary>The server's address.</summary>
    public string Address => application.Urls.First();

    /// <summary>The store's file.</summary>
    public string Database => Path.Combine(folder, "holdfast.db");

    /// <summary>Starts a server.</summary>
    /// <param name="model">The mind of the model.</param>
    /// <param name="tool">What the tool <c>check_stock</c> does; null for a fixed answer.</param>
    public static async Task<LoopbackServer> StartAsync(ScriptedModel model, Func<string, CancellationToken, Task<string>>? tool = null)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-cli-").FullName;
        var options = new HoldfastServerOptions
        {
            Storage = $"Data Source={Path.Combine(folder, "holdfast.db")}",
            Listen = ["http://127.0.0.1:0"],
            Scheduling = null,
            Support = null,
        };
        var agent = Agent.Define("shop").Describe("sells tea")
            .Use("check_stock", "Checks the stock of a product.", CheckStockAsync, ToolEffect.Read)
            .Use("order_stock", "Orders a product.", (string product) => $"ordered {product}", ToolEffect.Write)
            .Use(ToolMethods.Of("tell_price", "Tells what a product costs.", (string product) => $"{product} costs 4 euros", new ToolAttribute { Effect = ToolEffect.Read, CacheSeconds = 3_600 })).Build();

        // A method of its own, for the model sees the names of its parameters.
        Task<string> CheckStockAsync(string product, CancellationToken cancellationToken) =>
            tool is null ? Task.FromResult($"7 packs of {product}") : tool(product, cancellationToken);

        var application = HoldfastApplication.Create(options, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(model.AsCatalog());
            builder.Services.AddSingleton(new AgentCatalog([agent]));
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new LoopbackServer(application, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
