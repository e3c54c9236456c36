package commonplace.analysis;

import java.util.List;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.ListSetting;

@NamedComponent("elision")
public class Elision implements TokenFilterFactory {
    private final CharArraySet articles;

    @AnalysisSettings
    public interface Options {
        @ListSetting(path = "articles")
        List<String> articles();
    }

    @Inject
    public Elision(Options options) {
        this.articles = new CharArraySet(options.articles(), false);
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return new ElisionFilter(tokens, articles);
    }
}
