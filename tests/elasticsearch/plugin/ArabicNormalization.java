package commonplace.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

@NamedComponent("arabic_normalization")
public class ArabicNormalization implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream tokens) {
        return new ArabicNormalizationFilter(tokens);
    }

    @Override
    public TokenStream normalize(TokenStream tokens) {
        return create(tokens);
    }
}
